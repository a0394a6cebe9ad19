import type { Request } from 'express';
import type { PageName } from '../../pages/traffic/contract.ts';

/** Who somebody is to the dashboard; an `admin` sees and does all. */
export type Role = 'marketing' | 'security' | 'developer' | 'admin';

/** What `authorize` answers: the roles of whoever asks, nothing for somebody without one. */
export type Roles = Role | readonly Role[] | false | null | undefined;

const ROLE_OF_PAGE: Readonly<Record<PageName, Role>> = {
  traffic: 'marketing',
  security: 'security',
  developers: 'developer',
};

/** Which pages somebody may open. */
export class Access {
  readonly #roles: ReadonlySet<unknown>;

  constructor(roles: Roles) {
    this.#roles = new Set(typeof roles === 'string' ? [roles] : Array.isArray(roles) ? roles : []);
  }

  mayOpen(page: PageName): boolean {
    return this.#roles.has('admin') || this.#roles.has(ROLE_OF_PAGE[page]);
  }
}

/** Asked with every request. @throws What `authorize` throws. */
export async function accessOf(
  req: Request,
  authorize: (req: Request) => Roles | Promise<Roles>,
): Promise<Access> {
  return new Access(await authorize(req));
}
