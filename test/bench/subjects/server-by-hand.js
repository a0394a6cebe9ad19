/** What one wires without the suite: the same libraries, as their READMEs say. */
import { randomUUID } from 'node:crypto';
import { connect } from '@emas/clickhouse';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import session from 'express-session';
import helmet from 'helmet';
import { UAParser } from 'ua-parser-js';
import winston from 'winston';
import { listen } from './page.js';

const { folder } = JSON.parse(process.argv[2]);
const client = connect({ embedded: `${folder}/clickhouse` });
await client.command({
  query: `CREATE TABLE requests (at DateTime64(3), visitor String, path String, status UInt16, referrer String,
    browser LowCardinality(String), os LowCardinality(String), device LowCardinality(String))
    ENGINE = MergeTree ORDER BY at`,
});
let rows = [];
const send = () => {
  const values = rows;
  rows = [];
  if (values.length > 0) void client.insert({ table: 'requests', values, format: 'JSONEachRow' });
};
setInterval(send, 1000);
const logger = winston.createLogger({
  format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
  transports: [new winston.transports.File({ filename: `${folder}/access.log` })],
});

const app = express();
app.use(helmet());
app.use(rateLimit({ windowMs: 60_000, limit: 1_000_000_000 }));
app.use(session({ secret: randomUUID(), resave: false, saveUninitialized: true }));
app.use((req, res, next) => {
  res.on('finish', () => {
    const { browser, os, device } = new UAParser(req.headers['user-agent']).getResult();
    logger.info('request', {
      method: req.method,
      url: req.originalUrl,
      status: res.statusCode,
      ip: req.ip,
    });
    rows.push({
      at: new Date().toISOString().replace('T', ' ').replace('Z', ''),
      visitor: req.sessionID,
      path: req.path,
      status: res.statusCode,
      referrer: req.get('referer') ?? '',
      browser: browser.name ?? '',
      os: os.name ?? '',
      device: device.type ?? 'desktop',
    });
    if (rows.length >= 10_000) send();
  });
  next();
});
listen(app);
