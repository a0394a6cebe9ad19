import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { times } from '../../../test/runner/repetition.ts';
import { connect } from '../src/index.ts';
import { encodePart } from '../src/spool/record.ts';
import { countingTables, ids, until } from './counting-tables.ts';

const tables = countingTables();

describe('a batch that waits', () => {
  it('sends what came while the engine was away in few batches', async () => {
    const subject = tables.writer({ maxRows: 100 });
    await tables.engine().refuse();
    for (let second = 0; second < 60; second += 1) {
      subject.add('wire', ids(second * 5, 5));
      await subject.flush();
    }
    const { spooled } = subject.counters();
    expect(spooled.rows).toBe(300);
    await tables.engine().serve();
    const { sent } = await until(subject, (state) => state.sent.rows === 300);
    // The first had been tried by itself; the others hold a hundred rows each.
    expect(sent.batches).toBe(spooled.batches);
    expect(sent.batches).toBeLessThanOrEqual(4);
    expect(await tables.counted()).toEqual([300, 300]);
  });

  /** A client whose inserts take a while, and whose answers can be lost. */
  const slowClient = (
    milliseconds: number,
  ): { client: ReturnType<typeof connect>; loseAnswers: () => void } => {
    const client = connect({ url: tables.engine().url });
    const exec = client.exec.bind(client);
    let isLost = false;
    client.exec = async (parameters) => {
      await sleep(milliseconds);
      const outcome = await exec(parameters);
      if (isLost) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      return outcome;
    };
    return { client, loseAnswers: () => (isLost = true) };
  };

  it('leaves the engine alone after an insert, and sends what came meanwhile in one', async () => {
    const { client } = slowClient(20);
    const subject = tables.writer({ client, flushInterval: 10 });
    const began = performance.now();
    let added = 0;
    while (performance.now() < began + 2000) {
      subject.add('wire', ids(added, 1));
      added += 1;
      await sleep(15);
    }
    await subject.flush();
    const { sent } = subject.counters();
    expect(sent.rows).toBe(added);
    // An insert takes 20 ms at least, and 39 times as long is to pass until the next.
    expect(sent.batches).toBeLessThanOrEqual((performance.now() - began) / 780 + 2);
    expect(await tables.counted()).toEqual([added, added]);
    await client.close();
  });

  it('counts a batch of several parts once when the process was killed after it was sent', async () => {
    const { client, loseAnswers } = slowClient(100);
    const first = tables.writer({ client, flushInterval: 10 });
    first.add('wire', ids(0, 10));
    await until(first, ({ sent }) => sent.rows === 10);
    // While the engine is left alone, one batch gathers them.
    for (let part = 1; part < 5; part += 1) {
      first.add('wire', ids(part * 10, 10));
      await until(first, ({ spooled }) => spooled.rows === part * 10);
    }
    expect(first.counters().spooled.batches).toBe(1);
    loseAnswers();
    await waitUntil('the rows to arrive', async () => (await tables.counted())[0] === 50);
    // Nobody knows that they did: what a process leaves that is killed now.
    await first.close({ timeout: 100 });

    const second = tables.writer();
    await until(second, ({ sent }) => sent.rows === 40);
    expect(second.counters()).toMatchObject({ recovered: 40, sent: { batches: 1 } });
    expect(await tables.counted()).toEqual([50, 50]);
    await client.close();
  });

  it('brings what gathered for days', async () => {
    const [days, rowsADay] = [times(20), 10_000];
    const folder = join(tables.spool(), 'batches', 'left-0123456789ab');
    mkdirSync(folder, { recursive: true });
    for (let day = 0; day < days; day += 1) {
      const parts = ids(day * rowsADay, rowsADay).flatMap((row, seq) => {
        const head = { token: `day-${day}`, table: 'wire', rows: 1, seq, at: day * 86_400_000 };
        return encodePart({ ...head, body: Buffer.from(JSON.stringify(row)) }).bytes;
      });
      writeFileSync(join(folder, `${day + 1}.spool`.padStart(14, '0')), Buffer.concat(parts));
    }
    const subject = tables.writer();
    await until(subject, ({ sent }) => sent.rows === days * rowsADay);
    expect(subject.counters()).toMatchObject({
      recovered: days * rowsADay,
      sent: { batches: days },
      spooled: { rows: 0 },
      fault: null,
    });
    expect(await tables.counted()).toEqual([days * rowsADay, days * rowsADay]);
  });
});
