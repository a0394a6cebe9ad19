import type { DayTally } from './day-tally.ts';

export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** Where the portal is, and who counts. */
export interface Day {
  readonly origin: string;
  readonly tally: DayTally;
}

/** As `fetch()` has it, with headers by name. */
type Asked = Omit<RequestInit, 'headers'> & {
  readonly headers?: Readonly<Record<string, string>>;
};

/** Somebody on the other side of the proxy: an address, a program and a cookie jar. */
export class Person {
  readonly #day: Day;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #cookies = new Map<string, string>();
  readonly #name: string;

  constructor(day: Day, address: string, agent = CHROME) {
    this.#day = day;
    this.#name = `${address} ${agent}`;
    this.#headers = { 'User-Agent': agent, 'X-Forwarded-For': address };
  }

  /** Opens a page, which is a page view where it is shown. */
  async open(path: string): Promise<Response> {
    const answer = await this.ask(path, { headers: { Accept: 'text/html' } });
    await answer.arrayBuffer();
    if (answer.status === 200) this.#day.tally.viewed(path.split('?', 1)[0] ?? '', this.#name);
    return answer;
  }

  /** Tries to sign in. @returns The status that answered it. */
  async signIn(
    username: string,
    password: string,
    failsBy: 'wrong_password' | 'unknown_account',
  ): Promise<number> {
    const { tally } = this.#day;
    const { status } = await this.submit('/en/login', { username, password });
    if (status === 303) tally.successes += 1;
    else if (status === 422) tally.failed(failsBy);
    else if (status === 403) tally.failed('refused_captcha');
    else if (status === 429) tally.failed('refused');
    return status;
  }

  submit(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    return this.ask(path, {
      method: 'POST',
      headers: { Origin: this.#day.origin, 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams(fields),
    });
  }

  async ask(path: string, how: Asked = {}): Promise<Response> {
    const cookies = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(this.#day.origin + path, {
      redirect: 'manual',
      ...how,
      headers: { ...this.#headers, ...(cookies === '' ? {} : { Cookie: cookies }), ...how.headers },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';', 1);
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }
}
