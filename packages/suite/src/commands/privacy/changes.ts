import { versionChanges } from '@emas/privacy/internal';
import type { NoticeVersion } from '@emas/privacy/internal';
import type { PageLanguage } from '@emas/page';
import type { Command } from 'commander';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { wrapped } from '../table.ts';
import { dataArgument, foundNotice, languageOption } from './notice-file.ts';
import type { TextFlags } from './notice-file.ts';

/** One version of the notice, and in what it differs from the one before. */
interface VersionChanges {
  readonly version: string;
  readonly since: string;
  readonly changes: readonly string[];
}

/** `emas privacy changes [DATA]` */
export function changesCommand(command: Command): Command {
  command
    .description('Shows what each version of the notice changed, the newest first.')
    .addArgument(dataArgument())
    .addOption(languageOption())
    .addOption(jsonOption('versions and changes'));
  return withHelp(command, {
    examples: ['emas privacy changes', 'emas privacy changes --language ms'],
  }).action(runChanges);
}

function runChanges(given: string | undefined, { language, json }: TextFlags): void {
  const versions = changesOf(foundNotice(given).versions, language);
  process.stdout.write(
    json === true ? `${jsonText(versions)}\n` : versions.map(versionText).join('\n'),
  );
}

function changesOf(versions: readonly NoticeVersion[], language: PageLanguage): VersionChanges[] {
  return versions.map((version, at) => {
    const former = versions[at + 1];
    const changes = former === undefined ? [] : versionChanges(former, version, language);
    return { version: version.version, since: version.since, changes };
  });
}

function versionText({ version, since, changes }: VersionChanges): string {
  const lines = changes.length === 0 ? ['the first known version'] : changes;
  return `${since}  ${version}\n${lines.map((line) => wrapped(`- ${line}`, 2)).join('')}`;
}
