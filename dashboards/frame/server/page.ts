import type { Request } from 'express';
import type { Language } from '../contract.ts';
import type { Role } from './access.ts';
import type { Fault } from './problem.ts';

/** What a page asks or does, allowed for everybody who may open the page. */
export interface ApiRoute {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly answer: (req: Request) => Promise<object>;
}

/** A page of an app that gave what the page needs. */
export interface OpenPage {
  readonly routes: readonly ApiRoute[];
  /** What the page has to know in the browser before its first report. */
  readonly facts: object;
}

/** A page of the dashboard, in one row: its address is `./NAME`, its script `pages/NAME/web/page.tsx`. */
export interface DashboardPage<Options> {
  readonly name: string;
  /** Who may open it, besides an `admin`. */
  readonly role: Role;
  /** Dimensions that its address can be filtered by. */
  readonly filters: readonly string[];
  /** Parameters of its own in its address: what each may be, the usual first. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  /** What the parts that it asks throw, as the page knows it, by the errors' codes. */
  readonly faults: Readonly<Record<string, Fault>>;
  /** Undefined where the app gave too little for it. */
  readonly open: (options: Options) => OpenPage | undefined;
}

/** A page with its name in the navigation. */
export interface TitledPage<Options> extends DashboardPage<Options> {
  readonly title: Readonly<Record<Language, string>>;
}

type Handlers<Desk> = Readonly<Record<string, (req: Request, desk: Desk) => Promise<object>>>;

/** Routes of handlers that all ask the same desk. */
export function routesOf<Desk>(
  method: ApiRoute['method'],
  handlers: Handlers<Desk>,
  desk: Desk,
): ApiRoute[] {
  return Object.entries(handlers).map(([path, handler]) => ({
    method,
    path,
    answer: (req) => handler(req, desk),
  }));
}
