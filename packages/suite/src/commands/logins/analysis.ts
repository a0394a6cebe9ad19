import { EmasError } from '@emas/errors';
import { loginDetectors, readAttempts } from '@emas/login-guard';
import type {
  DetectorThresholds,
  Incident,
  ReadAttemptsOptions,
  ReadProgress,
} from '@emas/login-guard';
import { amount, counted } from '../amounts.ts';
import { createProgressReport } from '../progress-report.ts';
import { IncidentIds } from './incident-ids.ts';

/** What was read, and what was found in it. */
export interface Analysis {
  /** In the order of their names. */
  readonly files: readonly ReadProgress[];
  readonly lines: number;
  readonly blank: number;
  readonly notUnderstood: number;
  readonly attempts: number;
  readonly failures: number;
  readonly successes: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
  /** What no log tells, so that nothing was found of it. */
  readonly notReplayed: readonly string[];
  readonly incidents: readonly Incident[];
}

const NOT_REPLAYED = [
  'spraying of one password: logs hold no passwords',
  'impossible travel: logs hold no countries',
];

/**
 * Runs the detectors over files.
 *
 * @throws EmasError `ERR_EMAS_LOGIN_REPLAY_EMPTY` where there is no attempt in them: nothing found and
 * nothing read must not look the same.
 */
export async function analyse(
  files: readonly string[],
  thresholds: DetectorThresholds,
  options: ReadAttemptsOptions,
): Promise<Analysis> {
  const detectors = loginDetectors({ thresholds });
  const ids = new IncidentIds();
  // Of those that memory lets go of, the latest news stay here.
  const all = new Map<string, Incident>();
  const keep = (incident: Incident): void => {
    all.set(incident.id, { ...incident, id: ids.of(incident) });
  };
  detectors.subscribe((_, incident) => keep(incident));
  const read = new Map<string, ReadProgress>();
  const report = createProgressReport();
  const attempts = readAttempts(files, {
    ...options,
    onProgress(progress) {
      const { file } = progress;
      read.set(file, progress);
      report.show({ ...progress, file: file === '-' ? 'standard input' : file });
    },
  });
  const total = { attempts: 0, failures: 0, first: Infinity, last: -Infinity };
  try {
    for await (const attempt of attempts) {
      detectors.observe(attempt);
      total.attempts += 1;
      if (attempt.outcome === 'failure') total.failures += 1;
      total.first = Math.min(total.first, attempt.time);
      total.last = Math.max(total.last, attempt.time);
    }
  } finally {
    report.end();
  }
  const progress = [...read.values()].toSorted(byName);
  if (total.attempts === 0) throw nothingRead(progress);
  for (const incident of detectors.incidents()) keep(incident);
  return {
    files: progress,
    ...sums(progress),
    ...total,
    successes: total.attempts - total.failures,
    notReplayed: NOT_REPLAYED,
    incidents: [...all.values()].toSorted(byOpening),
  };
}

function byName(left: ReadProgress, right: ReadProgress): number {
  return left.file < right.file ? -1 : 1;
}

function byOpening(left: Incident, right: Incident): number {
  return left.opened - right.opened || (left.id < right.id ? -1 : 1);
}

function sums(files: readonly ReadProgress[]): Pick<Analysis, 'lines' | 'blank' | 'notUnderstood'> {
  const sum = (of: 'lines' | 'blank' | 'notUnderstood'): number =>
    files.reduce((total, file) => total + file[of], 0);
  return { lines: sum('lines'), blank: sum('blank'), notUnderstood: sum('notUnderstood') };
}

function nothingRead(files: readonly ReadProgress[]): EmasError {
  const { lines, blank, notUnderstood } = sums(files);
  const names = files.map(({ file }) => (file === '-' ? 'standard input' : file)).join(', ');
  const samples = files.flatMap((file) => file.samples).slice(0, 5);
  const shown = samples.map((sample) => `\n  ${sample}`).join('');
  return new EmasError(
    'ERR_EMAS_LOGIN_REPLAY_EMPTY',
    `No attempt to sign in was found in ${counted(lines, 'line')} of ${names}: ${amount(notUnderstood)} not understood, ${amount(blank)} blank.${samples.length === 0 ? '' : ` Not understood were, for example:${shown}`}`,
  );
}
