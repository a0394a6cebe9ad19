/** What express-session keeps of a session's cookie. */
export interface CookieData {
  readonly originalMaxAge: number | null;
  /** A Date until it has been through a store. */
  readonly expires?: Date | string | null | undefined;
  readonly secure?: boolean | 'auto' | undefined;
  readonly httpOnly?: boolean | undefined;
  readonly domain?: string | undefined;
  readonly path?: string | undefined;
  readonly sameSite?: boolean | 'lax' | 'strict' | 'none' | undefined;
  readonly partitioned?: boolean | undefined;
  readonly priority?: 'low' | 'medium' | 'high' | undefined;
}
