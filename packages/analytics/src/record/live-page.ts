import type { Request, Response } from 'express';
import { pageName, pagePath } from './page-path.ts';

/** The option `page` of `analytics()`. */
export type NamePage = (req: Request, res: Response) => string | undefined;

/**
 * What a page is called, the nearest to the route first: what a handler said in `res.locals.pageName`, then the
 * app's option, then the route's template or the masked path.
 *
 * @param noteFault Told of an option that throws; the page goes by its template then.
 */
export function livePage(
  req: Request,
  res: Response,
  path: string,
  namePage: NamePage | undefined,
  noteFault: (error: unknown) => void,
): string {
  const said = pageName(res.locals['pageName']);
  if (said !== undefined) return said;
  const byOption = pageName(nameByOption());
  if (byOption !== undefined) return byOption;
  return pagePath(path, req.baseUrl, templateOf(req.route), req.params);

  function nameByOption(): unknown {
    try {
      return namePage?.(req, res);
    } catch (error) {
      noteFault(error);
      return undefined;
    }
  }
}

/** Express types a route's path as a string; it may be a list or an expression. */
function templateOf(route: unknown): unknown {
  return typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined;
}
