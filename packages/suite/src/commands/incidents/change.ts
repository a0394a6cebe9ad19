import { userInfo } from 'node:os';
import type { IncidentState } from '@emas/login-guard';
import { visibleText } from '@emas/logging/internal';
import { Option } from 'commander';
import type { Command } from 'commander';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { missingOption } from '../missing-option.ts';
import {
  INCIDENT_STATES,
  INCIDENT_TIMES,
  useIncidents,
  withIncidentPlace,
} from './incidents-at.ts';
import type { IncidentPlace } from './incidents-at.ts';

interface ChangeFlags extends IncidentPlace {
  readonly state?: IncidentState;
  readonly by?: string;
  readonly note?: string;
  readonly json?: boolean;
}

const STATE = '--state <state>';

/** `emas incidents change ID` */
export function changeCommand(command: Command): Command {
  command
    .description('Records what was done about an incident. Earlier records stay.')
    .argument('<id>', 'of the incident, as emas incidents lists it')
    .addOption(new Option(STATE, 'its new state (required)').choices(INCIDENT_STATES))
    .option('--note <text>', 'why; up to 2,000 characters')
    .option('--by <name>', 'who you are (default: your user name)')
    .addOption(jsonOption('the incident'));
  return withHelp(withIncidentPlace(command), {
    examples: [
      'emas incidents change 82decee00a84 --state acknowledged',
      'emas incidents change 82decee00a84 --state closed --note "the network is blocked" --by siti',
    ],
  }).action(runChange);
}

async function runChange(id: string, flags: ChangeFlags, command: Command): Promise<void> {
  const { state = missingOption(command, STATE), note, json } = flags;
  const { by = userInfo().username } = flags;
  const changed = await useIncidents(flags, (review) =>
    review.change(id, { state, by, ...(note === undefined ? {} : { note }) }),
  );
  process.stdout.write(
    json === true
      ? `${jsonText(changed, INCIDENT_TIMES)}\n`
      : `${visibleText(changed.id)} is ${changed.state}.\n`,
  );
}
