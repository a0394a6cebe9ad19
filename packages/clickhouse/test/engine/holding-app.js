/** An app that uses the embedded engine of a folder; asked over IPC by engine tests. */
import { connect } from '@emas/clickhouse';
import { engineState } from '@emas/clickhouse/internal';

const client = connect({ embedded: process.argv[2] });
// As an app does that loads its modules after it has connected.
const until = Date.now() + Number(process.argv[3] ?? 0);
while (Date.now() < until);

const deeds = {
  async rows({ query }) {
    return (await client.query({ query, format: 'JSONEachRow' })).json();
  },
  async command({ query }) {
    await client.command({ query });
  },
  state: () => engineState(client),
  close: () => client.close(),
};

process.on('message', async ({ id, deed, ...given }) => {
  try {
    process.send({ id, result: await deeds[deed](given) });
  } catch (error) {
    process.send({ id, error: { code: error.code, message: error.message } });
  }
});
process.on('disconnect', () => process.exit());
