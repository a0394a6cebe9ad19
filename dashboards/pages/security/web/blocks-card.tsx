import type { BlockRow, SecurityReport } from '../contract.ts';
import { clock } from '../../../frame/web/refresh.ts';
import { formatMoment } from '../../../drawings/moments.ts';
import { formatLeft } from './time-left.ts';
import { blocksCsv } from './security-csv.ts';
import { CsvButton } from '../../../drawings/csv-button.tsx';
import { texts } from './texts.ts';
import { ActionResult } from './action-result.tsx';
import type { Action } from './use-action.ts';
import { useAction } from './use-action.ts';

interface Unblocked {
  readonly removed: boolean;
}

const TITLE_ID = 'blocks-title';

interface BlocksCardProps {
  readonly blocks: readonly BlockRow[];
  readonly report: SecurityReport;
}

/** Networks that are kept out now, and the way to let them in again. */
export function BlocksCard({ blocks, report }: BlocksCardProps) {
  const words = texts.value;
  const { blocks: title, blocksNone, blocksHint } = words.security;
  const action = useAction<Unblocked>('api/security/unblock');
  return (
    <section class="card block is-blocks" aria-labelledby={TITLE_ID}>
      <h2 id={TITLE_ID} class="panel-title" tabIndex={-1}>
        {title}
      </h2>
      {blocks.length === 0 ? (
        <p class="panel-empty is-low">{blocksNone}</p>
      ) : (
        <>
          <p class="soft">{blocksHint}</p>
          <ul class="blocks">
            {blocks.map((block) => (
              <Block
                key={block.prefix}
                block={block}
                timeZone={report.range.timeZone}
                action={action}
              />
            ))}
          </ul>
        </>
      )}
      <ActionResult state={action.state} />
      {blocks.length > 0 && (
        <p class="panel-foot">
          <CsvButton of={title} name="blocks" range={report.range} text={() => blocksCsv(blocks)} />
        </p>
      )}
    </section>
  );
}

interface BlockProps {
  readonly block: BlockRow;
  readonly timeZone: string;
  readonly action: Action<Unblocked>;
}

function Block({ block, timeZone, action }: BlockProps) {
  const words = texts.value;
  const { timeLeft, blockedBy, blockedUntil, unblock, unblocked, wasNotBlocked } = words.security;
  const { prefix, until, reason, by } = block;
  const left = Math.max(0, Date.parse(until) - clock.value);
  const release = async (): Promise<void> => {
    const isDone = await action.run({ prefix }, ({ removed }) =>
      removed ? unblocked(prefix) : wasNotBlocked(prefix),
    );
    // The row goes, and its button with it.
    if (isDone) document.getElementById(TITLE_ID)?.focus();
  };
  return (
    <li class="blocked">
      <div>
        <code title={prefix}>{prefix}</code>
        <p class="blocked-left">
          <b>{timeLeft(formatLeft(left, words))}</b>
          <span class="soft">{blockedUntil(formatMoment(until, timeZone, words.locale))}</span>
        </p>
        <p class="soft blocked-why">
          {reason}, {blockedBy(by)}
        </p>
      </div>
      <button
        type="button"
        class="button"
        aria-disabled={action.state.isBusy}
        onClick={() => void release()}
      >
        {unblock}
        <span class="visually-hidden">: {prefix}</span>
      </button>
    </li>
  );
}
