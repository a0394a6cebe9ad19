import type { TargetedSubmitEvent } from 'preact';
import type { BlockAction, BlockRow, IncidentRow, SecurityReport } from '../contract.ts';
import { formText } from '../../../frame/web/form-text.ts';
import { formatMoment } from '../../../drawings/moments.ts';
import { texts } from './texts.ts';
import { ActionResult } from './action-result.tsx';
import { useAction } from './use-action.ts';

/** How long a network can be kept out from the page. */
const BLOCK_MINUTES = [15, 60, 1440, 10080] as const;

const LONGEST_REASON = 200;

interface BlockFormProps {
  readonly incident: IncidentRow;
  /** Networks that the incident names. */
  readonly prefixes: readonly string[];
  readonly report: SecurityReport;
}

/** Keeps a network out for a while. */
export function BlockForm({ incident, prefixes, report }: BlockFormProps) {
  const words = texts.value;
  const { block, blockWhich, blockFor, blockMinutes, blockWhy, blockDo } = words.security;
  const action = useAction<BlockRow>('api/security/block');
  const { timeZone } = report.range;

  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const wanted: BlockAction = {
      prefix: formText(fields, 'prefix'),
      minutes: Number(formText(fields, 'minutes')),
      reason: formText(fields, 'reason'),
      incident: incident.id,
    };
    await action.run(wanted, ({ prefix, until }) => {
      const { security, locale } = texts.peek();
      return security.blocked(prefix, formatMoment(until, timeZone, locale));
    });
  };

  return (
    <form class="action-form" onSubmit={(event) => void submit(event)}>
      <fieldset>
        <legend>{block}</legend>
        <div class="action-fields">
          <Choice label={blockWhich} name="prefix" options={prefixes.map((one) => [one, one])} />
          <Choice
            label={blockFor}
            name="minutes"
            options={BLOCK_MINUTES.map((minutes) => [String(minutes), blockMinutes[minutes]])}
          />
          <label class="is-grown">
            <span>{blockWhy}</span>
            <input
              type="text"
              name="reason"
              required
              maxLength={LONGEST_REASON}
              defaultValue={words.security.blockReason(words.security.kinds[incident.kind])}
            />
          </label>
          <button type="submit" class="button" aria-disabled={action.state.isBusy}>
            {blockDo}
          </button>
        </div>
      </fieldset>
      <ActionResult state={action.state} />
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly options: readonly (readonly [string, string])[];
}

function Choice({ label, name, options }: ChoiceProps) {
  return (
    <label>
      <span>{label}</span>
      <select name={name}>
        {options.map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
}
