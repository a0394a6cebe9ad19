/**
 * A day of hits, which is closed while this process answers pages. Answers the processor time of closing in
 * seconds, by how much the engine's memory grew at most, and pages a second before and meanwhile.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import express from 'express';
import { connect } from '@emas/clickhouse';
import { migrateAnalytics } from '@emas/analytics';
import { DayKeeper } from '@emas/analytics/internal';
import { benchRecorder, sendRecorded } from '../bench-recorder.js';
import { PROFILES, trafficModel } from '../traffic-model.js';
import { PAGE } from './page.js';

const { folder, hits, profile, seed } = JSON.parse(process.argv[2]);
const client = connect({ embedded: folder });
await migrateAnalytics(client);
await record();
const { pid } = JSON.parse(readFileSync(`${folder}/engine.json`, 'utf8'));

const app = express();
app.get('/page', (_req, res) => void res.type('html').send(PAGE));
const server = app.listen(0, '127.0.0.1');
await new Promise((listening) => server.once('listening', listening));
const url = `http://127.0.0.1:${server.address().port}/page`;

const seconds = (count) => new Promise((over) => setTimeout(over, count * 1000));
// Once beforehand: it is warm then.
await served(seconds(2));
const before = await served(seconds(5));
// From here on, the peak is that of closing.
writeFileSync(`/proc/${pid}/clear_refs`, '5');
const memoryBefore = bytes('VmRSS');
const engineBefore = engineSeconds();
const keeper = new DayKeeper({ client, app: 'bench', timeZone: 'UTC', smallest: 5, combine: [] });
const meanwhile = await served(keeper.closeDue({ origin: '', before: '2026-10-09' }));
const engine = engineSeconds() - engineBefore;
// What the pages take, they take without it as well.
const besides = Math.max(0, meanwhile.seconds - (meanwhile.pages * before.seconds) / before.pages);
const answer = {
  seconds: engine + besides,
  engineSeconds: engine,
  bytes: bytes('VmHWM') - memoryBefore,
  before: before.perSecond,
  meanwhile: meanwhile.perSecond,
};
server.close();
server.closeAllConnections();
await client.close();
process.send(answer);

async function record() {
  const recorder = benchRecorder();
  let recorded = 0;
  const day = { seed, hits, days: 1, from: Date.UTC(2026, 9, 1), profile: PROFILES[profile] };
  for (const hit of trafficModel(day)) {
    recorder.record(hit);
    recorded += 1;
    if (recorded % 100_000 === 0) await sendRecorded(client, recorder, recorded);
  }
  await sendRecorded(client, recorder, recorded);
}

/** Pages, one after the other, until something is over; and this process's own processor time. */
async function served(until) {
  const state = { isOver: false };
  const wait = async () => {
    await until;
    state.isOver = true;
  };
  const over = wait();
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  let pages = 0;
  while (!state.isOver) {
    const page = await fetch(url);
    await page.text();
    pages += 1;
  }
  await over;
  const { user, system } = process.cpuUsage(cpu);
  const perSecond = (pages / (performance.now() - started)) * 1000;
  return { pages, perSecond, seconds: (user + system) / 1e6 };
}

function engineSeconds() {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const TICKS_A_SECOND = 100;
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

function bytes(field) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s*(\\d+)`, 'm').exec(status)[1]) * 1024;
}
