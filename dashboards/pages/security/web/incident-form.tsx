import { useSignal } from '@preact/signals';
import type { RefObject, TargetedSubmitEvent } from 'preact';
import { useRef } from 'preact/hooks';
import type { IncidentAction, IncidentRow, IncidentState } from '../contract.ts';
import { putIncident } from './figures.ts';
import { texts } from './texts.ts';
import type { Texts } from '../words/en.ts';
import { ActionResult } from './action-result.tsx';
import { incidentToggleId } from './incident-words.ts';
import { useAction } from './use-action.ts';

const LONGEST_NOTE = 2000;

/** Where an incident can go from each state. */
const NEXT: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  open: ['acknowledged', 'closed'],
  acknowledged: ['closed', 'open'],
  closed: ['open'],
};

/** What can be done about an incident, with a note for the next person. */
export function IncidentForm({ incident }: { readonly incident: IncidentRow }) {
  const action = useAction<IncidentRow>('api/security/incident');
  const isMissing = useSignal(false);
  const field = useRef<HTMLTextAreaElement>(null);

  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const state = stateOf(event.submitter) ?? incident.state;
    const text = field.current?.value.trim() ?? '';
    isMissing.value = state === incident.state && text === '';
    if (isMissing.value) {
      field.current?.focus();
      return;
    }
    const wanted: IncidentAction = { id: incident.id, state };
    const isDone = await action.run(text === '' ? wanted : { ...wanted, note: text }, (row) => {
      putIncident(row);
      const { done } = texts.peek().security;
      return state === incident.state ? done.note : done[state];
    });
    if (!isDone) return;
    form.reset();
    focusOn(incidentToggleId(incident.id));
  };

  return (
    <form class="action-form" onSubmit={(event) => void submit(event)}>
      <NoteField id={`note-${incident.id}`} field={field} isMissing={isMissing.value} />
      <Steps incident={incident} isBusy={action.state.isBusy} />
      <ActionResult state={action.state} />
    </form>
  );
}

interface NoteFieldProps {
  readonly id: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly isMissing: boolean;
}

function NoteField({ id, field, isMissing }: NoteFieldProps) {
  const { note, noteHint, noteMissing } = texts.value.security;
  return (
    <>
      <label for={id}>{note}</label>
      <p id={`${id}-hint`} class="soft">
        {noteHint}
      </p>
      <textarea
        ref={field}
        id={id}
        rows={2}
        maxLength={LONGEST_NOTE}
        aria-describedby={`${id}-hint ${id}-error`}
        aria-invalid={isMissing}
      />
      <p id={`${id}-error`} class="form-error" role="alert">
        {isMissing && noteMissing}
      </p>
    </>
  );
}

interface StepsProps {
  readonly incident: IncidentRow;
  readonly isBusy: boolean;
}

/** The buttons carry the state that they lead to. */
function Steps({ incident, isBusy }: StepsProps) {
  const words = texts.value;
  return (
    <p class="action-buttons">
      {NEXT[incident.state].map((state, index) => (
        <button
          key={state}
          type="submit"
          value={state}
          class={index === 0 ? 'button is-primary' : 'button'}
          aria-disabled={isBusy}
        >
          {stepWords(state, words)}
        </button>
      ))}
      <button type="submit" value={incident.state} class="button" aria-disabled={isBusy}>
        {words.security.leaveNote}
      </button>
    </p>
  );
}

function stepWords(state: IncidentState, { security }: Texts): string {
  switch (state) {
    case 'acknowledged':
      return security.acknowledge;
    case 'closed':
      return security.closeIncident;
    default:
      return security.reopen;
  }
}

function stateOf(submitter: HTMLElement | null): IncidentState | null {
  const value = submitter instanceof HTMLButtonElement ? submitter.value : '';
  return value === 'open' || value === 'acknowledged' || value === 'closed' ? value : null;
}

/** The pressed button may be gone and the incident elsewhere in the list: the focus goes along. */
function focusOn(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
