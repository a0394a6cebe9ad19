export interface DemoAccount {
  readonly username: string;
  readonly password: string;
}

/** Whom a page of the dashboard is for. */
export type Audience = 'marketing' | 'security' | 'developer';

export const ACCOUNTS: Readonly<Record<'member' | Audience, DemoAccount>>;
