import type { KeptTraffic } from '@emas/analytics';
import { EmasError } from '@emas/errors';
import { visibleText } from '@emas/logging/internal';
import { counted } from './amounts.ts';
import { jsonText } from './json-output.ts';
import { writeLine } from './write-line.ts';

/** Flags of commands that remove figures. */
export interface ForgetFlags {
  readonly yes?: boolean;
  readonly json?: boolean;
}

const MOST_NAMES = 20;

/** Says what was removed, or would be. */
export async function reportForgotten(kept: KeptTraffic, flags: ForgetFlags): Promise<void> {
  const removed = flags.yes === true;
  if (flags.json === true) return writeLine(jsonText({ ...kept, removed }));
  const what = `${visibleText(kept.app)}: ${keptText(kept)}`;
  return writeLine(
    removed ? `Removed from ${what}.` : `${what}.\nNothing was removed. To remove this, add --yes.`,
  );
}

function keptText({ days, from, to, views, logs }: KeptTraffic): string {
  const span = from === to ? from : `${from} to ${to}`;
  const parts = [
    days === 0 ? 'no views' : `${counted(views, 'view')} on ${counted(days, 'day')} (${span})`,
    ...(logs === 0 ? [] : [counted(logs, 'imported log')]),
  ];
  return parts.join(', ');
}

/** A name that is misspelt must not look as if it were forgotten, or never visited. */
export function nothingKept(
  app: string,
  what: string,
  others: readonly KeptTraffic[],
  code: `ERR_EMAS_${string}` = 'ERR_EMAS_FORGET_NOTHING',
): EmasError {
  const names = others.slice(0, MOST_NAMES).map((one) => one.app);
  const more = others.length > MOST_NAMES ? `, and ${others.length - MOST_NAMES} more` : '';
  const isEmpty = names.length === 0;
  const known = isEmpty ? 'no app has any here' : `apps that have some: ${names.join(', ')}${more}`;
  return new EmasError(code, `${app} has no ${what}; ${known}.`, {
    help: isEmpty ? 'Give another ClickHouse with --data or --url.' : 'Give the app with --app.',
  });
}
