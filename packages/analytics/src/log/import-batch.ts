import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { bodyOf, classifyInsertError, sendBatch } from '@emas/clickhouse/internal';
import { EmasError } from '@emas/errors';
import type { Recorder } from '../record/recorder.ts';

const TRIES = 5;
const PAUSE_MS = 1000;

/**
 * Sends what the recorder has under tokens that the batch's name makes: sent again, it counts once.
 *
 * @throws EmasError `ERR_EMAS_IMPORT_ENGINE` when ClickHouse does not take it after some tries.
 */
export async function sendRows(
  client: ClickHouseClient,
  recorder: Recorder,
  name: string,
): Promise<void> {
  const batches: { table: string; rows: readonly Buffer[] }[] = [];
  recorder.drainTo({ add: (table, rows) => void batches.push({ table, rows }) });
  for (const { table, rows } of batches) {
    const body = bodyOf(rows);
    await sendPatiently(client, { token: `${name}:${table}`, table, rows: rows.length, body });
  }
}

/** @throws EmasError `ERR_EMAS_IMPORT_ENGINE`. */
export async function sendPatiently(
  client: ClickHouseClient,
  batch: Parameters<typeof sendBatch>[1],
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await sendBatch(client, batch);
    } catch (cause) {
      if (tries < TRIES && classifyInsertError(cause) !== 'rejected') {
        await sleep(PAUSE_MS * tries);
        continue;
      }
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new EmasError(
        'ERR_EMAS_IMPORT_ENGINE',
        `ClickHouse did not accept a batch: ${reason}`,
        {
          cause,
          help: 'Run the import again: it continues after the last batch that was accepted.',
        },
      );
    }
  }
}
