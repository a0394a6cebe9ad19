/** Bytes on disk of our tables together and of each raw one. */
import { connect } from '@emas/clickhouse';

const { folder } = JSON.parse(process.argv[2]);
const client = connect({ embedded: folder });
const answer = await client.query({
  query: `SELECT
      sumIf(bytes_on_disk, table LIKE 'emas_%') AS ours,
      sumIf(bytes_on_disk, table = 'raw_lean') AS lean,
      sumIf(bytes_on_disk, table = 'raw_common') AS common
    FROM system.parts WHERE active AND database = currentDatabase()`,
  format: 'JSONEachRow',
});
const [{ ours, lean, common }] = await answer.json();
process.send({ ours: Number(ours), lean: Number(lean), common: Number(common) });
