import { texts } from './texts.ts';
import { actionFailureWords } from './action-words.ts';
import type { ActionState } from './use-action.ts';

/** How an action went. Both places are there from the start, so that screen readers say what comes in. */
export function ActionResult({ state }: { readonly state: ActionState }) {
  const words = texts.value;
  const { isBusy, failure, done } = state;
  return (
    <div class="action-result">
      <p role="status">{isBusy ? words.security.working : done}</p>
      <p class="form-error" role="alert">
        {failure !== null && (
          <>
            <b>{words.security.notDone}</b> {actionFailureWords(failure, words)}
          </>
        )}
      </p>
    </div>
  );
}
