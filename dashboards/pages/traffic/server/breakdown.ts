import { DIMENSIONS } from '@emas/analytics';
import type { Request } from 'express';
import { z } from 'zod';
import { checked } from '../../../frame/server/asked-period.ts';
import { readReportQuestion } from './report-question.ts';
import type { TrafficSite } from './report-question.ts';
import type { BreakdownReport } from '../contract.ts';

const ROWS = 25;

const schema = z.object({
  dimension: z.enum(DIMENSIONS),
  search: z.string().max(200).default(''),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});

/** `GET api/breakdown`: the rows of one dimension, page by page. */
export async function breakdown(req: Request, desk: TrafficSite): Promise<BreakdownReport> {
  const { dimension, search, page } = checked(schema, req.query);
  const { now } = readReportQuestion(req, desk);
  const rows = await desk.queries.breakdown(now, dimension, {
    limit: ROWS,
    offset: (page - 1) * ROWS,
    search,
  });
  return { dimension, breakdown: rows };
}
