import { isFromOwnPage } from '@emas/page';
import type { Request } from 'express';
import type { ChainReport } from '../contract.ts';
import { isoTime } from './desk.ts';
import type { SecurityDesk } from './desk.ts';

/**
 * `GET api/security/chain`: whether the log is whole. Verified anew only where a page of the site asks: it is work
 * that another site's link must not begin.
 */
export async function chain(req: Request, desk: SecurityDesk): Promise<ChainReport> {
  const { state, checkedAt, logs } = await desk.log.chain(
    req.query['again'] === '1' && isFromOwnPage(req),
  );
  return {
    state,
    checkedAt: checkedAt === undefined ? null : isoTime(checkedAt),
    logs: logs.map(({ log, slot, files, lines, chained, findings }) => ({
      log,
      slot,
      files,
      lines,
      chained,
      findings: findings.map(({ kind, file, line, says }) => ({ kind, file, line, says })),
    })),
  };
}
