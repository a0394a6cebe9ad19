/** The suite so far: who is asking, a line for each request, sessions, and counting. */
import { randomUUID } from 'node:crypto';
import { analytics } from '@emas/analytics';
import { connect } from '@emas/clickhouse';
import { accessLog, createLogger } from '@emas/logging';
import { requestContext } from '@emas/request-context';
import { session } from '@emas/session';
import express from 'express';
import { listen } from './page.js';

const { folder } = JSON.parse(process.argv[2]);
const client = await connect({ embedded: `${folder}/clickhouse` });
const traffic = analytics({ client, spool: `${folder}/spool`, timeZone: 'Asia/Kuala_Lumpur' });
await traffic.ready;
const app = express();
createLogger({ app: 'bench', folder: `${folder}/logs`, key: randomUUID(), console: false });
app.use(requestContext({ app }));
app.use(accessLog());
app.use(session({ secret: randomUUID() }));
app.use(traffic.middleware);
listen(app);
