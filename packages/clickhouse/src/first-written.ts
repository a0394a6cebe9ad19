import type { ClickHouseClient } from '@clickhouse/client';
import { sendBatch } from './delivery/send-batch.ts';

/** A row that the first of several processes writes, and all of them go by. */
export interface OnlyRow<Row> {
  readonly read: () => Promise<Row | undefined>;
  readonly make: () => Row;
  readonly table: string;
  /** By which ClickHouse takes it once. */
  readonly token: string;
  /** Written with it: what it is found by. */
  readonly columns: object;
}

/** The row that is there, or the one that is made now. @throws The client's error. */
export async function firstWritten<Row extends object>(
  client: ClickHouseClient,
  { read, make, table, token, columns }: OnlyRow<Row>,
): Promise<Row> {
  const known = await read();
  if (known !== undefined) return known;
  const made = make();
  const body = Buffer.from(JSON.stringify({ ...columns, ...made }));
  await sendBatch(client, { token, table, rows: 1, body });
  // Another process may have been faster.
  return (await read()) ?? made;
}
