import { forgetTraffic, keptTraffic } from '@emas/analytics';
import type { Command } from 'commander';
import type { EngineFlags } from './engine-at.ts';
import { appOption, placeOptions, useFigures } from './figures-options.ts';
import { nothingKept, reportForgotten } from './forget-report.ts';
import type { ForgetFlags } from './forget-report.ts';
import { withHelp } from './help-text.ts';
import { jsonOption } from './json-output.ts';
import { ownApp } from './own-app.ts';

interface AppForgetFlags extends EngineFlags, ForgetFlags {
  readonly app?: string;
}

/** `emas forget` */
export function forgetCommand(command: Command): Command {
  const [data, url] = placeOptions();
  command
    .description(
      'Removes all traffic figures of an app, and the record of imported logs. Without --yes it only lists what would be removed.',
    )
    .addOption(appOption('app to forget'))
    .option('--yes', 'remove it; only a backup can bring it back')
    .addOption(data)
    .addOption(url)
    .addOption(jsonOption('what is removed'));
  return withHelp(command, {
    examples: [
      'emas forget --app portal',
      'emas forget --app portal --yes',
      'emas forget --app portal --url http://clickhouse:8123 --yes --json',
    ],
    notes: [
      'A running app continues to count, and sends what waits in its spool. To remove everything, first stop the app and imports with --follow, and check that nothing waits (emas spool).',
      'Views of closed days are shown rounded, as they are kept.',
      'Figures of logins, consent and logs stay. To remove only what came from access logs: emas import --forget.',
    ],
  }).action(runForget);
}

async function runForget(flags: AppForgetFlags): Promise<void> {
  const app = flags.app ?? ownApp();
  const kept = await useFigures(flags, async (client) => {
    const all = await keptTraffic(client);
    const found = all.find((one) => one.app === app);
    if (found === undefined) throw nothingKept(app, 'traffic figures', all);
    if (flags.yes === true) await forgetTraffic(client, { app });
    return found;
  });
  await reportForgotten(kept, flags);
}
