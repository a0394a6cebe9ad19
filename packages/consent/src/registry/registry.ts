import { createHash } from 'node:crypto';
import type { Purpose, Service, ServiceCookie } from './purpose.ts';

const MARK_LENGTH = 6;

interface OwnedCookie {
  readonly cookie: ServiceCookie;
  readonly purpose: Purpose;
}

/** What the site does and for what, looked up. */
export class Registry {
  readonly purposes: readonly Purpose[];
  /** Those that a visitor decides about. */
  readonly asked: readonly Purpose[];
  /** Which text was decided about: a hash of everything that a visitor is told. */
  readonly fingerprint: string;
  readonly #purposeOf = new Map<string, Purpose>();
  readonly #services = new Map<string, Service>();
  readonly #marks = new Map<string, string>();
  readonly #cookies: readonly OwnedCookie[];

  constructor(purposes: readonly Purpose[]) {
    this.purposes = purposes;
    this.asked = purposes.filter(({ necessary }) => necessary !== true);
    this.fingerprint = hashOf(purposes);
    for (const purpose of purposes) {
      this.#purposeOf.set(purpose.id, purpose);
      this.#marks.set(purpose.id, hashOf(purpose).slice(0, MARK_LENGTH));
      for (const service of purpose.services) {
        this.#purposeOf.set(service.id, purpose);
        this.#services.set(service.id, service);
      }
    }
    this.#cookies = purposes.flatMap((purpose) =>
      purpose.services.flatMap(({ cookies = [] }) =>
        cookies.map((cookie) => ({ cookie, purpose })),
      ),
    );
  }

  /** @param id Of a purpose, or of one of its services. */
  purposeOf(id: string): Purpose | undefined {
    return this.#purposeOf.get(id);
  }

  service(id: string): Service | undefined {
    return this.#services.get(id);
  }

  /** A short hash of one purpose, which changes with it. */
  markOf({ id }: Purpose): string {
    return this.#marks.get(id) ?? '';
  }

  /** Whose a cookie is; `undefined` where nobody registered it. */
  ownerOf(cookieName: string): OwnedCookie | undefined {
    return this.#cookies.find(({ cookie: { name } }) =>
      name.endsWith('*') ? cookieName.startsWith(name.slice(0, -1)) : cookieName === name,
    );
  }
}

/** The same for the same content, in whichever order its fields were written. */
function hashOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('base64url');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
}
