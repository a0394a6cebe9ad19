import { describe, expect, it } from '@jest/globals';
import type { Insert } from '../../../test/engine/counting-engine.ts';
import { connect } from '../src/index.ts';
import { ids, until } from './counting-tables.ts';
import { droppedRows, stoodIn } from './stood-in.ts';

const tables = stoodIn();

const HTML = '<html><body>Service is being maintained</body></html>';

describe('an answer that is not of ClickHouse', () => {
  it.each([
    ['a page with 200', { status: 200, html: HTML }],
    ['nothing with 204', { status: 204, html: '' }],
    ['a page with 502', { status: 502, html: HTML }],
    ['a page with 403', { status: 403, html: HTML }],
    [
      'a page with the words of an error',
      { status: 500, html: 'Code: 27. DB::Exception: Cannot parse (CANNOT_PARSE_INPUT)' },
    ],
  ])('%s counts for nothing: the rows wait', async (_name, fault) => {
    tables.engine().fault = () => fault;
    const subject = tables.writer();
    subject.add('wire', ids(0, 200));
    const away = await until(subject, ({ retries }) => retries > 5);
    expect(away).toMatchObject({
      spooled: { rows: 200 },
      sent: { rows: 0 },
      parked: 0,
      fault: {
        part: 'engine',
        code: 'ERR_EMAS_CLICKHOUSE_ANSWER',
        message: expect.stringContaining(`HTTP ${fault.status}`),
      },
    });
    tables.engine().fault = undefined;
    const done = await until(subject, (state) => state.sent.rows === 200 && state.oldest === null);
    expect(tables.engine().counted('wire')).toEqual({ rows: 200, most: 1 });
    expect(droppedRows(subject)).toBe(0);
    expect(done.fault).toBeNull();
  });

  it('that was lost is asked for again, and the rows count once', async () => {
    let lost = 0;
    tables.engine().fault = () => (lost++ < 5 ? 'lost' : undefined);
    const subject = tables.writer();
    subject.add('wire', ids(0, 200));
    await until(subject, ({ sent }) => sent.rows === 200);
    expect(tables.engine().counted('wire')).toEqual({ rows: 200, most: 1 });
  });
});

describe('a batch that is too large', () => {
  const large = (most: number): ((insert: Insert) => boolean) => {
    return ({ lines }) => lines.join('\n').length > most;
  };
  const wide = (count: number): object[] =>
    ids(0, count).map((row) => ({ ...row, x: 'x'.repeat(1000) }));

  it.each([
    ['a proxy, by a page with 413', { status: 413, html: '<h1>413 Payload Too Large</h1>' }],
    ['a proxy, by 413 and nothing else', { status: 413, html: '' }],
    ['the engine, which is short of memory', { code: 241 }],
    ['the engine, whose partitions are too many for one insert', { code: 252 }],
  ])('for %s gets through in halves, each row once', async (_name, fault) => {
    const isLarge = large(40_000);
    tables.engine().fault = (insert) => (isLarge(insert) ? fault : undefined);
    const subject = tables.writer();
    subject.add('wire', wide(300));
    const done = await until(subject, (state) => state.sent.rows === 300 && state.oldest === null);
    expect(tables.engine().counted('wire')).toEqual({ rows: 300, most: 1 });
    expect(done).toMatchObject({ parked: 0, spooled: { rows: 0 } });
    expect(droppedRows(subject)).toBe(0);
  });

  it('gets through once when the process dies between the halves', async () => {
    const isLarge = large(40_000);
    let taken = 0;
    tables.engine().fault = (insert) => {
      if (isLarge(insert)) return { status: 413, html: '' };
      taken += 1;
      return taken > 2 ? { status: 503, html: '' } : undefined;
    };
    const first = tables.writer();
    first.add('wire', wide(300));
    await until(first, ({ sent, retries }) => sent.batches === 2 && retries > 2);
    await first.close({ timeout: 100 });
    // From here on the whole would get through: it must not be sent any more.
    tables.engine().fault = undefined;
    const second = tables.writer();
    await until(second, ({ spooled, recovered }) => recovered > 0 && spooled.rows === 0);
    expect(tables.engine().counted('wire')).toEqual({ rows: 300, most: 1 });
  });

  it('waits where the engine is short of memory for a moment, and is not cut up', async () => {
    let tries = 0;
    tables.engine().fault = () => (tries++ < 5 ? { code: 241 } : undefined);
    const subject = tables.writer();
    subject.add('wire', wide(300));
    const { sent } = await until(subject, (state) => state.sent.rows === 300);
    expect(sent.batches).toBe(1);
  });
});

describe('an engine that is away', () => {
  it('is not shown one batch after the other, so that they grow', async () => {
    const client = connect({ url: 'http://127.0.0.1:1', requestTimeout: 1000 });
    const subject = tables.writer({ client });
    for (let second = 0; second < 50; second += 1) {
      subject.add('wire', ids(second, 1));
      await subject.flush();
    }
    expect(subject.counters().spooled).toMatchObject({ rows: 50, batches: 2 });
    await subject.close({ timeout: 100 });
    await client.close();
  });
});
