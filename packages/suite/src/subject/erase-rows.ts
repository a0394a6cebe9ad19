import type { SubjectIdentity } from './identity.ts';
import { PLAIN_JSON, textsOf } from './rows-with.ts';
import type { RowsOf } from './rows-with.ts';

/** In a parameter, of which the server takes so much. */
const MOST_HASHES = 1000;

/**
 * Deletes rows of an account, from the disk as well. They are named by hashes: the server keeps the text of the
 * statement for a while, and nothing of the account is to be in it.
 *
 * @throws The client's error.
 */
export async function eraseRows(rows: RowsOf, identity: SubjectIdentity): Promise<void> {
  const { client, app, table } = rows;
  const columns = await columnsOf(rows);
  if (columns.length === 0) return;
  const names = Object.fromEntries(columns.map((name, at) => [`c${at}`, name]));
  const hash = `sipHash64(${columns.map((_, at) => `{c${at}:Identifier}`).join(', ')})`;
  const own = new Set<bigint>();
  for (const texts of textsOf(identity)) {
    const answer = await client.query({
      query: `SELECT toString(${hash}) AS hash, formatRow('JSONEachRow', *) AS row FROM {table:Identifier}
        WHERE app = {app:String} AND multiSearchAnyCaseInsensitiveUTF8(row, {texts:Array(String)})`,
      query_params: { ...names, table, app, texts },
      format: 'JSONEachRow',
      clickhouse_settings: PLAIN_JSON,
    });
    const found = await answer.json<{ hash: string; row: string }>();
    for (const one of found.filter(({ row }) => identity.isOwn(row))) own.add(BigInt(one.hash));
  }
  const hashes = [...own];
  for (let at = 0; at < hashes.length; at += MOST_HASHES) {
    await client.command({
      query: `ALTER TABLE {table:Identifier} DELETE
        WHERE app = {app:String} AND has({hashes:Array(UInt64)}, ${hash})`,
      query_params: { ...names, table, app, hashes: hashes.slice(at, at + MOST_HASHES) },
      // On every replica before it returns.
      clickhouse_settings: { mutations_sync: '2' },
    });
  }
}

/** None of a table that is not made yet. */
async function columnsOf({ client, table }: RowsOf): Promise<readonly string[]> {
  const answer = await client.query({
    query: `SELECT name FROM system.columns
      WHERE database = currentDatabase() AND table = {table:String} ORDER BY position`,
    query_params: { table },
    format: 'JSONEachRow',
  });
  return (await answer.json<{ name: string }>()).map(({ name }) => name);
}
