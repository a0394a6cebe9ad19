import { useSignal } from '@preact/signals';
import type { TargetedSubmitEvent } from 'preact';
import { useRef } from 'preact/hooks';
import { shownRange } from './figures.ts';
import { formText } from './form-text.ts';
import { wallClock } from './dates.ts';
import { go, texts, timeZone, view } from './navigation.ts';
import { PERIODS, isLocalDay } from './view.ts';
import { ViewLink } from './view-link.tsx';

/** Today, 7 days, 30 days, 12 months, or two days of the reader's choice. */
export function PeriodPicker() {
  const asking = useSignal(false);
  const opener = useRef<HTMLButtonElement>(null);
  const { period, periods } = texts.value;
  const now = view.value;
  const isCustom = now.period === 'custom';
  return (
    <div class="period">
      <nav aria-label={period}>
        <ul class="segments">
          {PERIODS.filter((one) => one !== 'custom').map((one) => (
            <li key={one}>
              <ViewLink
                to={{ ...now, period: one, from: null, to: null }}
                current={now.period === one}
                onFollow={() => {
                  asking.value = false;
                }}
              >
                {periods[one]}
              </ViewLink>
            </li>
          ))}
          <li>
            <button
              ref={opener}
              type="button"
              aria-expanded={asking.value}
              aria-controls="custom-period"
              class={isCustom ? 'is-current' : ''}
              onClick={() => {
                asking.value = !asking.value;
              }}
            >
              {periods.custom}
            </button>
          </li>
        </ul>
      </nav>
      <div id="custom-period" hidden={!asking.value}>
        {asking.value && (
          <CustomPeriod
            onDone={() => {
              asking.value = false;
              opener.current?.focus();
            }}
          />
        )}
      </div>
    </div>
  );
}

function CustomPeriod({ onDone }: { readonly onDone: () => void }) {
  const wrong = useSignal(false);
  const { customFrom, customTo, customApply, customInvalid } = texts.value;
  const today = wallClock(Date.now(), knownZone()).slice(0, 10);
  const range = shownRange.value;
  const choose = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const days = new FormData(event.currentTarget);
    const from = formText(days, 'from');
    const to = formText(days, 'to');
    wrong.value = !isLocalDay(from) || !isLocalDay(to) || from > to;
    if (wrong.value) return;
    onDone();
    go({ ...view.value, period: 'custom', from, to });
  };
  return (
    <form class="custom-period" onSubmit={choose}>
      <label>
        <span>{customFrom}</span>
        <input type="date" name="from" required max={today} defaultValue={range?.from ?? today} />
      </label>
      <label>
        <span>{customTo}</span>
        <input type="date" name="to" required max={today} defaultValue={range?.to ?? today} />
      </label>
      <button type="submit" class="button is-primary">
        {customApply}
      </button>
      <p class="form-error" role="alert">
        {wrong.value && customInvalid}
      </p>
    </form>
  );
}

/** The address may name a zone that does not exist; the server says so, the form must not break. */
function knownZone(): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timeZone.value }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
