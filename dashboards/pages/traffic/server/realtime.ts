import type { Request } from 'express';
import type { TrafficSite } from './report-question.ts';
import type { RealtimeReport } from '../contract.ts';

/** `GET api/realtime`: visitors of the hour that runs. */
export async function realtime(_req: Request, desk: TrafficSite): Promise<RealtimeReport> {
  return { visitors: await desk.queries.realtime() };
}
