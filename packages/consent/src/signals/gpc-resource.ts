import type { Request, Response } from 'express';

const PATH = '/.well-known/gpc.json';

/**
 * That this site abides by Global Privacy Control (W3C GPC, "GPC Support Resource").
 *
 * @param updated Day of the last change, `2026-11-23`.
 * @returns Answers the request where it is for that, and says whether it did.
 */
export function gpcResource(updated: string | undefined): (req: Request, res: Response) => boolean {
  const resource = { gpc: true, ...(updated === undefined ? {} : { lastUpdate: updated }) };
  return (req, res) => {
    if (req.path !== PATH || (req.method !== 'GET' && req.method !== 'HEAD')) return false;
    res.json(resource);
    return true;
  };
}
