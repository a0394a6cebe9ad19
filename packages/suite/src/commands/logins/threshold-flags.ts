import { readFileSync } from 'node:fs';
import { EmasError } from '@emas/errors';
import type { DetectorThresholds } from '@emas/login-guard';
import { InvalidArgumentError } from 'commander';

/** One threshold by its name. */
export type ThresholdSetting = readonly [key: string, value: number];

/** What `--thresholds` and `--set` say together. */
export interface ThresholdFlags {
  readonly thresholds?: string;
  readonly set?: readonly ThresholdSetting[];
}

/** @throws EmasError `ERR_EMAS_LOGIN_GUARD_OPTIONS`. */
export function thresholdsFrom({ thresholds: file, set = [] }: ThresholdFlags): DetectorThresholds {
  const all: Record<string, unknown> = file === undefined ? {} : readJson(file);
  for (const [key, value] of set) {
    const [name = '', inner] = key.split('.', 2);
    if (inner === undefined) all[name] = value;
    else {
      const known: unknown = all[name];
      all[name] = { ...(typeof known === 'object' ? known : {}), [inner]: value };
    }
  }
  return all;
}

/** `bruteForce.failures=20`, once or several times. */
export function readSetting(
  text: string,
  before: readonly ThresholdSetting[] = [],
): ThresholdSetting[] {
  const [, key, value] = /^([a-zA-Z]+(?:\.[a-zA-Z]+)?)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (key === undefined)
    throw new InvalidArgumentError('Expected KEY=NUMBER, such as bruteForce.failures=20.');
  return [...before, [key, Number(value)]];
}

function readJson(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    throw new Error('it is not a JSON object');
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new EmasError(
      'ERR_EMAS_LOGIN_GUARD_OPTIONS',
      `The thresholds in ${file} cannot be used: ${message}. Write {"bruteForce": {"failures": 20}}.`,
      { cause },
    );
  }
}
