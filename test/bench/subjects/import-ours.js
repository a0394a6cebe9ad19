/** A log through the importer. Answers lines a second. */
import { connect } from '@emas/clickhouse';
import { logImporter, migrateAnalytics } from '@emas/analytics';

const { folder, log, lines } = JSON.parse(process.argv[2]);
const client = connect({ embedded: `${folder}/clickhouse` });
await migrateAnalytics(client);
const started = performance.now();
const summary = await logImporter({ client, app: 'bench', timeZone: 'UTC' }).importFile(log);
if (summary.lines !== lines) throw new Error(`${summary.lines} lines instead of ${lines}`);
process.send(lines / ((performance.now() - started) / 1000));
