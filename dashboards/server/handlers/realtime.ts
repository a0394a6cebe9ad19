import type { Request } from 'express';
import type { ResolvedOptions } from '../options.ts';
import type { RealtimeReport } from '../traffic-report.ts';

/** `GET api/realtime`: visitors of the last five minutes. */
export async function realtime(_req: Request, options: ResolvedOptions): Promise<RealtimeReport> {
  return { visitors: await options.queries.realtime(options.site) };
}
