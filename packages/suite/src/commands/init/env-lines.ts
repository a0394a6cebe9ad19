import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { weaknessOf } from '../../settings/secret-strength.ts';
import { DEFAULT_DATA } from '../where.ts';
import type { AppFolder } from './app-folder.ts';

/** A secret for `.env`. */
export interface NewSecret {
  readonly name: string;
  readonly value: string;
  /** File in which development has kept it until now. */
  readonly from?: string;
}

/** What `.env` says already, and what it lacks. */
interface EnvLines {
  readonly missing: readonly NewSecret[];
  /** The app's data folder. */
  readonly data: string;
}

/** Variables of the secrets, and the files in which development keeps what it made up. */
const SECRETS = [
  ['EMAS_SESSION_SECRET', 'session-secret'],
  ['EMAS_LOG_KEY', 'log-key'],
] as const;

/** Secrets that `.env` has neither itself nor by a file; an empty variable counts as none, as for the app. */
export function envLinesFor(folder: AppFolder): EnvLines {
  const said = parseEnv(folder.textOf('.env') ?? '');
  const isSaid = (name: string): boolean => (said[name] ?? '') !== '';
  const data = said['EMAS_DATA'] || DEFAULT_DATA;
  const missing = SECRETS.filter(([name]) => !isSaid(name) && !isSaid(`${name}_FILE`));
  return {
    data,
    missing: missing.map(([name, file]) => secretFor(folder, name, join(data, file))),
  };
}

/** With another key the log's chain and the hashes of accounts would begin anew: a key that is in use goes on. */
function secretFor(folder: AppFolder, name: string, file: string): NewSecret {
  const kept = folder.textOf(file)?.trim() ?? '';
  const isUsable = /^[\w-]+$/.test(kept) && weaknessOf(kept) === undefined;
  return isUsable ? { name, value: kept, from: file } : { name, value: newSecret() };
}

function newSecret(): string {
  const secret = randomBytes(32).toString('base64url');
  // One of billions begins as a placeholder would.
  return weaknessOf(secret) === undefined ? secret : newSecret();
}
