import { describe, expect, it } from '@jest/globals';
import { Encoder } from '../../src/json/encoder.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { readCorpus } from './corpus.ts';
import type { CorpusEntry } from './corpus.ts';
import { scoreOf } from './score.ts';

const LEAST = 0.95;
const secrets = readCorpus('secrets');
const harmless = readCorpus('harmless');

describe(`${secrets.length} texts with a secret and ${harmless.length} that only look so`, () => {
  const encoder = new Encoder(createRedactor({}), {
    depth: 8,
    entries: 1000,
    text: 1_048_576,
    line: 4_194_304,
  });
  const write = ({ text, isValue }: CorpusEntry): string =>
    isValue ? encoder.value(JSON.parse(text)) : encoder.redacted(text);
  const score = scoreOf(secrets, harmless, write);

  it('nearly all secrets are gone, and nearly nothing else', () => {
    const { recall, precision, classes } = score;
    const rows = [...classes].map(([kind, { count, wrong }]) =>
      [`${String(count - wrong.length)} of ${String(count)}: ${kind}`, ...wrong].join('\n    '),
    );
    process.stderr.write(
      `recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}\n${rows.join('\n')}\n`,
    );
    expect(recall).toBeGreaterThanOrEqual(LEAST);
    expect(precision).toBeGreaterThanOrEqual(LEAST);
  });

  it('has at least 300 of both, no two alike', () => {
    for (const entries of [secrets, harmless]) {
      expect(entries.length).toBeGreaterThanOrEqual(300);
      expect(new Set(entries.map(({ text, isValue }) => `${String(isValue)} ${text}`)).size).toBe(
        entries.length,
      );
    }
  });

  it('each secret stands in its text', () => {
    for (const { text, gone, stays } of secrets) {
      expect(gone).not.toHaveLength(0);
      for (const part of [...gone, ...stays]) expect(text).toContain(part);
    }
  });
});
