import { FIREFOX, Person } from './day-people.ts';
import type { Day } from './day-people.ts';

/** Blocks that are kept for documentation (RFC 5737). */
const VISITORS = '203.0.113';
const ATTACKER = '198.51.100.66';
const PAGES = ['', '/clinics', '/support'];

/** Three read in English and three in Malay, each three pages. */
export async function visitorsCome(day: Day): Promise<void> {
  for (let number = 1; number <= 6; number += 1) {
    const person = new Person(day, `${VISITORS}.${number}`, number % 2 === 0 ? FIREFOX : undefined);
    const language = number <= 3 ? 'en' : 'ms';
    for (const page of PAGES) await person.open(`/${language}${page}`);
  }
}

/** Two choose without a script: one refuses, one accepts, which is three page views more. */
export async function visitorsChoose(day: Day): Promise<void> {
  const { tally } = day;
  for (const [number, choice] of [
    [21, 'refuse'],
    [22, 'accept'],
  ] as const) {
    const person = new Person(day, `${VISITORS}.${number}`);
    const page = await person.ask('/en', { headers: { Accept: 'text/html' } });
    const text = await page.text();
    tally.viewed('/en', `${VISITORS}.${number}`);
    const [, fingerprint = ''] = /name="fingerprint" value="([^"]+)"/.exec(text) ?? [];
    const { status } = await person.submit('/emas/consent', {
      choice,
      fingerprint,
      layout: 'region',
      lang: 'en',
      return: '/en',
    });
    if (status === 303) tally.chose(choice);
  }
}

/** A member mistypes twice and then gets in. */
export async function memberComes(day: Day): Promise<void> {
  const member = new Person(day, `${VISITORS}.40`);
  await member.signIn('demo', 'selamat-dtang', 'wrong_password');
  await member.signIn('demo', 'selamat-datng', 'wrong_password');
  if ((await member.signIn('demo', 'selamat-datang', 'wrong_password')) === 303) {
    day.tally.successesAfterFailures += 1;
  }
  await member.open('/en/account');
}

/** One address tries one password after the other, until it is kept from it; then others' names. */
export async function attackerComes(day: Day): Promise<void> {
  const attacker = new Person(day, ATTACKER);
  for (let tries = 0; tries < 14; tries += 1) {
    await attacker.signIn('demo', `guess-${tries}`, 'wrong_password');
  }
  await attacker.signIn('nobody-of-that-name', 'guess', 'unknown_account');
}

export async function programsCall(day: Day): Promise<void> {
  for (const [agent, client, calls] of [
    ['claims-app/2.4', 'claims-app', 4],
    ['okhttp/4.12.0', 'okhttp', 2],
  ] as const) {
    const program = new Person(day, `${VISITORS}.60`, agent);
    for (let call = 0; call < calls; call += 1) {
      const { status } = await program.ask('/api/v1/clinics');
      if (status === 200) day.tally.called(client);
    }
  }
}

export async function somethingFails(day: Day): Promise<void> {
  const program = new Person(day, `${VISITORS}.61`, 'claims-app/2.4');
  for (let call = 0; call < 3; call += 1) {
    const { status } = await program.ask('/api/fault');
    if (status === 500) day.tally.errors += 1;
  }
}

/** All of it, one after the other. */
export async function wholeDay(day: Day): Promise<void> {
  for (const part of DAY) await part(day);
}

const DAY: readonly ((day: Day) => Promise<void>)[] = [
  visitorsCome,
  visitorsChoose,
  memberComes,
  attackerComes,
  programsCall,
  somethingFails,
];
