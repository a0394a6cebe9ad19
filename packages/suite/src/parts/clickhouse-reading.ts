import { engineState } from '@emas/clickhouse/internal';
import type { connect } from '@emas/clickhouse';
import { errorCode } from '@emas/errors';
import type { PartFault, PartReading } from '../health/part-reading.ts';
import { within } from '../within.ts';

const PATIENCE_MS = 1000;
/** An engine opens the tables of its folder first, which takes a while where there is much in them. */
const OPENS_WITHIN_MS = 30_000;

type Client = ReturnType<typeof connect>;
type Access = Pick<PartReading, 'access' | 'fault'>;

/** How the engine or the server stands. @param now Milliseconds since 1970. */
export async function clickhouseReading(client: Client, now: number): Promise<PartReading> {
  const engine = engineState(client);
  const named = { part: 'clickhouse', name: 'clickhouse', flow: undefined };
  if (engine === undefined) {
    return { ...named, kind: 'server', losses: 0, ...(await asked(client)) };
  }
  const { state, since, losses, fault } = engine;
  const known = { ...named, kind: 'engine', losses } as const;
  if (state === 'open') return { ...known, ...(await asked(client)) };
  // To ask it would be to wait until it is open.
  const isStarting = state === 'opening' && losses === 0 && now - since < OPENS_WITHIN_MS;
  return { ...known, access: isStarting ? 'opening' : 'away', fault: fault && faultOf(fault) };
}

async function asked(client: Client): Promise<Access> {
  const giveUp = new AbortController();
  const answer = client.ping({ select: false, abort_signal: giveUp.signal });
  const found = await within(PATIENCE_MS, answer);
  // A server that hangs keeps no connection of the few for this.
  giveUp.abort();
  if (found === undefined) return { access: 'away', fault: SILENT };
  return found.success
    ? { access: 'ok', fault: undefined }
    : { access: 'away', fault: faultOf(found.error) };
}

const SILENT: PartFault = { code: 'ETIMEDOUT', message: `No answer within ${PATIENCE_MS} ms.` };

function faultOf(error: Error): PartFault {
  return { code: errorCode(error), message: error.message };
}
