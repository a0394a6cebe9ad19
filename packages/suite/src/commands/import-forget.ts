import { forgetTraffic, keptTraffic, logImporter } from '@emas/analytics';
import type { KeptTraffic, LogImporterOptions } from '@emas/analytics';
import { EmasError } from '@emas/errors';
import type { EngineFlags } from './engine-at.ts';
import { useFigures } from './figures-options.ts';
import { nothingKept, reportForgotten } from './forget-report.ts';
import type { ForgetFlags } from './forget-report.ts';

type Client = NonNullable<LogImporterOptions['client']>;
type Options = Omit<LogImporterOptions, 'client'> & { readonly app: string };

/** `emas import --forget`, of all imports of an app or of some logs. */
export async function forgetImports(
  files: readonly string[],
  flags: EngineFlags & ForgetFlags,
  options: Options,
): Promise<void> {
  const isMeant = flags.yes === true;
  const kept = await useFigures(flags, async (client) =>
    files.length === 0
      ? forgetAll(client, options.app, isMeant)
      : forgetLogs(client, files, { ...options, dryRun: !isMeant }),
  );
  await reportForgotten(kept, flags);
}

async function forgetAll(client: Client, app: string, isMeant: boolean): Promise<KeptTraffic> {
  const all = await keptTraffic(client, { only: 'import' });
  const found = all.find((one) => one.app === app);
  if (found === undefined) throw nothingKept(app, 'figures from logs', all);
  if (isMeant) await forgetTraffic(client, { app, only: 'import' });
  return found;
}

async function forgetLogs(
  client: Client,
  files: readonly string[],
  options: Options,
): Promise<KeptTraffic> {
  const kept = await logImporter({ ...options, client }).forget(files);
  if (kept.logs > 0) return kept;
  throw new EmasError(
    'ERR_EMAS_FORGET_NOTHING',
    `None of these logs was imported for ${options.app}.`,
    {
      help: 'Give the app with --app. A log is recognised by its beginning, which must be unchanged.',
    },
  );
}
