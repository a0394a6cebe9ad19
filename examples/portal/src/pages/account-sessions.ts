import type { SessionSummary } from '@emas/suite';
import { formatCountry, formatShortTime } from '../formats.ts';
import { attributes, html } from '../html.ts';
import type { Html } from '../html.ts';
import { detailsList } from '../layout/details-list.ts';
import type { Visit } from '../visit.ts';

interface NamedSession extends SessionSummary {
  readonly name: string;
}

/** Where the account is open: this session, then the latest first. Ending the others needs no script. */
export function sessionsPart(visit: Visit, sessions: readonly SessionSummary[]): Html {
  const own = visit.texts.account.sessions;
  const current = sessions.filter((one) => one.current);
  const others = sessions.filter((one) => !one.current).toReversed();
  return html`<section class="panel" aria-labelledby="sessions-heading">
    <h2 id="sessions-heading">${own.heading}</h2>
    <p class="quiet">${own.lead}</p>
    <ul class="sessions">
      ${withNames([...current, ...others], own).map((one) => sessionItem(visit, one))}
    </ul>
    ${others.length === 0 ? html`<p>${own.onlyThis}</p>` : html`<p class="quiet">${own.notYou}</p>`}
    ${others.length > 1 && endForm(visit, '/account/sessions/end-others', own.endOthers)}
  </section>`;
}

function sessionItem(visit: Visit, one: NamedSession): Html {
  const own = visit.texts.account.sessions;
  const { language } = visit;
  const country = one.country === '' ? '' : ` (${formatCountry(one.country, language)})`;
  const time = (at: Date): Html =>
    html`<time datetime="${at.toISOString()}">${formatShortTime(at, language)}</time>`;
  return html`<li>
    <h3>${one.name}${one.current && html` <span class="mark-this">${own.thisOne}</span>`}</h3>
    ${detailsList([
      [own.address, one.address === '' ? own.unknownAddress : one.address + country],
      [own.since, time(one.startedAt)],
      [own.seen, one.current ? own.now : time(one.seenAt)],
      [own.ends, time(one.endsAt)],
    ])}
    ${!one.current && endForm(visit, '/account/sessions/end', own.end(one.name), one.handle)}
  </li>`;
}

function endForm({ language }: Visit, path: string, label: string, handle?: string): Html {
  const given = { type: 'hidden', name: 'session', value: handle };
  return html`<form method="post" action="/${language}${path}">
    ${handle !== undefined && html`<input ${attributes(given)} />`}
    <button class="button plain" type="submit">${label}</button>
  </form>`;
}

/** "Chrome, Windows", and with a number where there are several of that: each button has its own name. */
function withNames(
  sessions: readonly SessionSummary[],
  own: Visit['texts']['account']['sessions'],
): NamedSession[] {
  const seen = new Map<string, number>();
  return sessions.map((one) => {
    const [browser = '', system = ''] = one.client.split('/', 2);
    const client = `${browser || own.unknownBrowser}, ${system || own.unknownSystem}`;
    const count = (seen.get(client) ?? 0) + 1;
    seen.set(client, count);
    return { ...one, name: count === 1 ? client : `${client} (${count})` };
  });
}
