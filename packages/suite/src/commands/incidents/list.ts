import type { IncidentState, ReviewedIncident } from '@emas/login-guard';
import { visibleText } from '@emas/logging/internal';
import { Option } from 'commander';
import type { Command } from 'commander';
import { amount } from '../amounts.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { severityMark } from '../severity-mark.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { TIME_FORMS, readTime } from '../time-argument.ts';
import { minuteOf } from '../time-text.ts';
import {
  INCIDENT_STATES,
  INCIDENT_TIMES,
  useIncidents,
  withIncidentPlace,
} from './incidents-at.ts';
import type { IncidentPlace } from './incidents-at.ts';

interface ListFlags extends IncidentPlace {
  readonly state?: IncidentState;
  readonly since?: number;
  readonly json?: boolean;
}

/** `emas incidents [list]` */
export function listCommand(command: Command): Command {
  command
    .description('Lists attacks on logins that the app found, the latest evidence first.')
    .addOption(new Option('--state <state>', 'only those').choices(INCIDENT_STATES))
    .option('--since <time>', `with evidence since then: ${TIME_FORMS}`, readTime)
    .addOption(jsonOption('them, with their evidence and what was done'));
  return withHelp(withIncidentPlace(command), {
    examples: [
      'emas incidents list',
      'emas incidents list --state open --since 7d',
      'emas incidents list --app portal --url http://clickhouse:8123 --json',
    ],
  }).action(runList);
}

async function runList(flags: ListFlags): Promise<void> {
  const { state, since: from } = flags;
  const query = {
    ...(state === undefined ? {} : { state }),
    ...(from === undefined ? {} : { from }),
  };
  const all = await useIncidents(flags, (review) => review.incidents(query));
  process.stdout.write(flags.json === true ? `${jsonText(all, INCIDENT_TIMES)}\n` : listText(all));
}

const COLUMNS: readonly Column[] = [
  { heading: 'id' },
  { heading: 'state' },
  { heading: 'severity' },
  { heading: 'kind' },
  { heading: 'failed', align: 'right' },
  { heading: 'entered', align: 'right' },
  { heading: 'last (UTC)' },
  { heading: 'subject', elastic: true },
];

function listText(all: readonly ReviewedIncident[]): string {
  if (all.length === 0) return 'No incidents match.\n';
  const rows = all.map(({ id, state, severity, kind, evidence, subject }) => [
    id,
    state,
    severityMark(severity),
    kind,
    amount(evidence.failures),
    amount(evidence.entered.length),
    minuteOf(evidence.last),
    visibleText(`${subject.type} ${subject.value}`.trim()),
  ]);
  return table(COLUMNS, rows);
}
