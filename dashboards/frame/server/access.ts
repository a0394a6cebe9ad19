import type { Request } from 'express';

/** Who somebody is to the dashboard; an `admin` sees and does all. */
export type Role = 'marketing' | 'security' | 'developer' | 'admin';

/** What `authorize` returns: the roles of the person, or nothing for a person without one. */
export type Roles = Role | readonly Role[] | false | null | undefined;

/** What somebody may do. */
export class Access {
  readonly #roles: ReadonlySet<unknown>;

  constructor(roles: Roles) {
    this.#roles = new Set(typeof roles === 'string' ? [roles] : Array.isArray(roles) ? roles : []);
  }

  /** Whether they may do what the role may. */
  has(role: Role): boolean {
    return this.#roles.has('admin') || this.#roles.has(role);
  }
}

/** Asked with every request. @throws What `authorize` throws. */
export async function accessOf(
  req: Request,
  authorize: (req: Request) => Roles | Promise<Roles>,
): Promise<Access> {
  return new Access(await authorize(req));
}
