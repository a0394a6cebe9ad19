/** Closes the days of an app that are over, in a process of its own to be killed. Tells `began` and `closed`. */
import { connect } from '@emas/clickhouse';
import { DayKeeper } from '@emas/analytics/internal';

const { embedded, app, now } = JSON.parse(process.argv[2]);
const client = connect({ embedded });
const keeper = new DayKeeper({
  ...{ client, app, timeZone: 'UTC', smallest: 1, combine: [] },
  now: () => now,
});
process.send('began');
await keeper.closeDue({ origin: '', before: '9999-01-01' });
process.send('closed');
process.disconnect();
await client.close();
