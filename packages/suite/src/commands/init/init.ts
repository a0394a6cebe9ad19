import { resolve } from 'node:path';
import { Argument } from 'commander';
import type { Command } from 'commander';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { planText } from './plan-text.ts';
import { planFor } from './plan.ts';
import type { InitPlan } from './plan.ts';
import { softSuite } from './soft-start.ts';
import { writePlan } from './write-plan.ts';

interface InitFlags {
  readonly typescript?: boolean;
  readonly commonjs?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `emas init [APP]` */
export function initCommand(command: Command): Command {
  command
    .description('Writes keys, settings and a mount into a new or existing app.')
    .addArgument(new Argument('[app]', 'folder of the app, or of a new one').default('.'))
    .option('--typescript', 'write a new app in TypeScript; for an existing app this is detected')
    .option('--commonjs', 'write a new app with require(); for an existing app this is detected')
    .option('--dry-run', 'show what would be written, and write nothing')
    .addOption(jsonOption('what was written'));
  return withHelp(command, {
    examples: [
      'emas init portal',
      'emas init --dry-run',
      'emas init portal --typescript',
      "emas init --json | jq -r '.lines[].text'",
    ],
    notes: [
      'A folder without package.json becomes a new app: package.json, app.js, .env with new secrets, .gitignore. An existing app gets a file emas.js next to its entry file, and what is missing in .env and .gitignore; the command prints two lines for you to add. It overwrites no file, and a second run changes nothing.',
      `A new app is strict from the start. An existing app starts with ${softSuite}.`,
    ],
  }).action(runInit);
}

function runInit(given: string, flags: InitFlags): void {
  const { typescript = false, commonjs = false, dryRun = false, json } = flags;
  const plan = planFor(resolve(given), { isTypeScript: typescript, isCommonJs: commonjs });
  if (!dryRun) writePlan(plan);
  process.stdout.write(
    json === true ? `${jsonText(told(plan, dryRun))}\n` : planText(plan, dryRun),
  );
}

/** Without the texts: there are secrets in them. */
function told(plan: InitPlan, dryRun: boolean): object {
  const files = plan.files.map(({ path, does, secrets }) => ({
    path,
    does,
    ...(secrets.length > 0 ? { secrets: secrets.map(({ name }) => name) } : {}),
  }));
  return { ...plan, files, written: !dryRun };
}
