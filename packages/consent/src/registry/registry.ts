import { canonicalHash } from './canonical-hash.ts';
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
    this.fingerprint = canonicalHash(purposes);
    for (const purpose of purposes) {
      this.#purposeOf.set(purpose.id, purpose);
      this.#marks.set(purpose.id, canonicalHash(purpose).slice(0, MARK_LENGTH));
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

  /** Ids of all services. */
  get services(): readonly string[] {
    return [...this.#services.keys()];
  }

  service(id: string): Service | undefined {
    return this.#services.get(id);
  }

  /** A short hash of each purpose, by ids. */
  get marks(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#marks);
  }

  /** A short hash of one purpose, which changes with it. */
  markOf({ id }: Purpose): string {
    return this.#marks.get(id) ?? '';
  }

  /** Whether any service sets a cookie. */
  get hasCookies(): boolean {
    return this.#cookies.length > 0;
  }

  /** Names in the browser's storage of purposes that are not allowed, and of none that is. */
  storedBut(allows: (purpose: Purpose) => boolean): readonly string[] {
    const namesOf = (purposes: readonly Purpose[]): string[] =>
      purposes.flatMap(({ services }) =>
        services.flatMap(({ storage = [] }) => storage.map(({ name }) => name)),
      );
    const wanted = new Set(namesOf(this.purposes.filter((one) => allows(one))));
    const refused = namesOf(this.purposes.filter((one) => !allows(one)));
    return [...new Set(refused)].filter((name) => !wanted.has(name));
  }

  /** Whose a cookie is; `undefined` where nobody registered it. */
  ownerOf(cookieName: string): OwnedCookie | undefined {
    return this.#cookies.find(({ cookie: { name } }) =>
      name.endsWith('*') ? cookieName.startsWith(name.slice(0, -1)) : cookieName === name,
    );
  }
}
