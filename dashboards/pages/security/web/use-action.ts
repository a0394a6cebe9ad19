import { useSignal } from '@preact/signals';
import type { ActionFailure } from '../../../frame/web/failure.ts';
import { sendAction } from '../../../frame/web/fetch-report.ts';
import { load } from '../../../frame/web/figures.ts';
import { holdRefresh } from '../../../frame/web/hold.ts';

export interface ActionState {
  readonly isBusy: boolean;
  readonly failure: ActionFailure | null;
  /** What was done, in words; '' before that. */
  readonly done: string;
}

/** Something that a reader can have done, and how it went. */
export interface Action<Result> {
  readonly state: ActionState;
  /**
   * Does it, unless it is under way already. True where it was done.
   *
   * @param succeed Takes the answer and says what was done.
   */
  readonly run: (what: object, succeed: (result: Result) => string) => Promise<boolean>;
}

const IDLE: ActionState = { isBusy: false, failure: null, done: '' };

/**
 * An action on the server. The page refreshes itself afterwards.
 *
 * @param path Relative to the page.
 */
export function useAction<Result>(path: string): Action<Result> {
  const state = useSignal(IDLE);
  const run: Action<Result>['run'] = async (what, succeed) => {
    if (state.peek().isBusy) return false;
    state.value = { ...IDLE, isBusy: true };
    const release = holdRefresh();
    const answer = await sendAction<Result>(path, what);
    release();
    state.value =
      answer.failure === null
        ? { ...IDLE, done: succeed(answer.report) }
        : { ...IDLE, failure: answer.failure };
    void load(true);
    return answer.failure === null;
  };
  return { state: state.value, run };
}
