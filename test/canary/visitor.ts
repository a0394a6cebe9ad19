import type { Holder } from './found.ts';

/** What the browsers of all visitors got. */
export class Browsers {
  readonly cookies: Holder[] = [];
  /** Origins that pages load something from. */
  readonly hosts = new Set<string>();

  note(answer: Response, page: string): void {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const at = pair.indexOf('=');
      const age = valueOf(attributes, 'max-age');
      const date = valueOf(attributes, 'expires');
      const byDate = date === undefined ? undefined : Date.parse(date) - Date.now();
      const left = age === undefined ? byDate : Number(age) * 1000;
      const text = decodeURIComponent(pair);
      this.cookies.push({ kind: 'cookie', name: pair.slice(0, at), text, left });
    }
    for (const [, host = ''] of page.matchAll(/ (?:data-)?src="(https?:\/\/[^/"]+)/g)) {
      this.hosts.add(host);
    }
  }
}

/** As `fetch()` has it, with headers by name. */
type Asked = Omit<RequestInit, 'headers'> & { readonly headers: Readonly<Record<string, string>> };

/** Who a visitor is. */
export interface Person {
  readonly address: string;
  readonly agent: string;
  readonly referrer: string;
}

/** A visitor behind the proxy that speaks HTTPS, with a cookie jar. */
export class Visitor {
  readonly jar = new Map<string, string>();
  readonly #origin: string;
  readonly #person: Person;
  readonly #browsers: Browsers;

  constructor(origin: string, person: Person, browsers: Browsers) {
    this.#origin = origin;
    this.#person = person;
    this.#browsers = browsers;
  }

  open(path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
    return this.#ask(path, { headers });
  }

  submit(
    path: string,
    fields: Readonly<Record<string, string>>,
    site = 'same-origin',
  ): Promise<string> {
    return this.#ask(path, {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': site },
      body: new URLSearchParams(fields),
    });
  }

  /** @param files By field: name and content. */
  submitWithFiles(
    path: string,
    fields: Readonly<Record<string, string>>,
    files: Readonly<Record<string, { readonly name: string; readonly content: string }>>,
  ): Promise<string> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    for (const [field, { name, content }] of Object.entries(files)) {
      body.set(field, new Blob([content]), name);
    }
    return this.#ask(path, { method: 'POST', headers: { 'Sec-Fetch-Site': 'same-origin' }, body });
  }

  /** @returns The page, or where the answer leads. */
  async #ask(path: string, how: Asked): Promise<string> {
    const { address, agent, referrer } = this.#person;
    const cookies = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(this.#origin + path, {
      redirect: 'manual',
      ...how,
      headers: {
        Accept: 'text/html',
        'Accept-Language': 'en',
        'User-Agent': agent,
        Referer: referrer,
        'X-Forwarded-For': address,
        'X-Forwarded-Proto': 'https',
        ...(cookies === '' ? {} : { Cookie: cookies }),
        ...how.headers,
      },
    });
    const page = await answer.text();
    this.#browsers.note(answer, page);
    this.#keep(answer);
    return answer.headers.get('location') ?? page;
  }

  #keep(answer: Response): void {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === '') this.jar.delete(name);
      else this.jar.set(name, value);
    }
  }
}

function valueOf(attributes: readonly string[], name: string): string | undefined {
  const found = attributes.find((one) => one.toLowerCase().startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}
