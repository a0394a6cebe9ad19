/** Visits that are open, each of somebody else. Answers the bytes that one takes, without its rows. */
import { benchRecorder } from '../bench-recorder.js';
import { CLIENTS, DIRECT as source } from '../traffic-model.js';
import { bytesInUse } from './bytes-in-use.js';

const { visits } = JSON.parse(process.argv[2]);
const [client] = CLIENTS;
const recorder = benchRecorder();
const time = Date.UTC(2026, 10, 23, 2);
/** @param second Number of the address's second byte: so there are others each time. */
const visit = (second, count) => {
  for (let visitor = 0; visitor < count; visitor += 1) {
    const address = `10.${second + (visitor >> 16)}.${(visitor >> 8) & 255}.${visitor & 255}`;
    recorder.record({ app: 'bench', time, address, client, country: 'MY', page: '/', source });
  }
  // Rows that wait to be sent are not the visits'.
  recorder.discard();
};
visit(200, 1000);
const before = bytesInUse();
visit(0, visits);
process.send((bytesInUse() - before) / visits);
