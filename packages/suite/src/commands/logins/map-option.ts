import type { AttemptMap } from '@emas/login-guard';
import { InvalidArgumentError } from 'commander';

const PATHS = ['time', 'account', 'address', 'reason', 'client'] as const;
const EXAMPLE = 'time=ts,account=user.name,address=ip,outcome=ok:true';

/**
 * `--map`: fields of JSON lines by their paths. `outcome=PATH:VALUE` says what stands there for a success,
 * and `failure=VALUE` what for a failure, where there are other values as well.
 */
export function readMap(text: string): AttemptMap {
  const given = new Map(text.split(',').map(partOf));
  const known = new Set<string>([...PATHS, 'outcome', 'failure']);
  const unknown = [...given.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) throw wrong(`"${unknown}" is not known.`);
  const [outcome = '', ...success] = (given.get('outcome') ?? '').split(':');
  const time = given.get('time') ?? '';
  if (time === '' || outcome === '' || success.length === 0) {
    throw wrong('It needs time and outcome=PATH:VALUE.');
  }
  if (!given.has('account') && !given.has('address')) {
    throw wrong('It needs account, address, or both.');
  }
  const optional = ['account', 'address', 'reason', 'client', 'failure'].flatMap((name) => {
    const value = given.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { time, outcome, success: success.join(':'), ...Object.fromEntries(optional) };
}

function partOf(part: string): readonly [name: string, value: string] {
  const at = part.indexOf('=');
  if (at < 1 || at === part.length - 1) throw wrong(`"${part}" is not NAME=PATH.`);
  return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
}

function wrong(what: string): InvalidArgumentError {
  return new InvalidArgumentError(`${what} Example: ${EXAMPLE}.`);
}
