import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ChainLog, ChainReport, SecurityReport } from '../contract.ts';
import { holdRefresh } from '../../../frame/web/hold.ts';
import { chain, fetchChain } from './figures.ts';
import { formatMoment } from '../../../drawings/moments.ts';
import { formatCount } from '../../../frame/web/numbers.ts';
import { texts } from './texts.ts';

/** Whether the log is as it was written. */
export function ChainCard({ report }: { readonly report: SecurityReport }) {
  const words = texts.value;
  const { chain: title, chainStates, chainTexts, chainChecked } = words.security;
  const shown = chain.value;
  const state = shown?.state ?? 'unknown';
  return (
    <section class="card block is-chain" aria-labelledby="chain-title">
      <div class="block-head">
        <h2 id="chain-title" class="panel-title">
          {title}
        </h2>
        <span class={`badge is-${state}`}>{chainStates[state]}</span>
      </div>
      <p>{chainTexts[state]}</p>
      {shown?.checkedAt != null && (
        <p class="soft">
          {chainChecked(formatMoment(shown.checkedAt, report.range.timeZone, words.locale))}
        </p>
      )}
      {shown !== null && shown.logs.length > 0 && <Logs logs={shown.logs} />}
      <VerifyAgain />
    </section>
  );
}

function Logs({ logs }: { readonly logs: readonly ChainLog[] }) {
  const words = texts.value;
  const { chainLogs, chainLog, chainSize, chainUnchained } = words.security;
  const count = (value: number): string => formatCount(value, words.locale);
  const findings = logs.flatMap((log) => log.findings);
  return (
    <>
      <details class="chain-logs">
        <summary>
          {chainLogs} ({count(logs.length)})
        </summary>
        <ul>
          {logs.map(({ log, slot, files, lines, chained }, at) => (
            <li key={`${log} ${slot} ${at}`}>
              {chainLog(log, count(slot))}
              <span class="soft">
                {chainSize(lines, count(lines), files, count(files))}
                {!chained && `, ${chainUnchained}`}
              </span>
            </li>
          ))}
        </ul>
      </details>
      {findings.length > 0 && <Findings findings={findings} />}
    </>
  );
}

function Findings({ findings }: { readonly findings: ChainLog['findings'] }) {
  const words = texts.value;
  const { chainFindings, chainWhere, findings: kinds } = words.security;
  return (
    <section class="findings">
      <h3>{chainFindings}</h3>
      <ul>
        {findings.map(({ kind, file, line, says }, at) => (
          <li key={`${file} ${line} ${at}`}>
            <b>{kinds[kind]}</b>{' '}
            <span class="soft">{chainWhere(file, formatCount(line, words.locale))}</span>
            <p lang="en">{says}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function VerifyAgain() {
  const { chainAgain, chainAgainDone, chainAgainFailed, chainStates, working } =
    texts.value.security;
  const isBusy = useSignal(false);
  const outcome = useSignal<ChainReport | 'failed' | null>(null);
  const leave = useRef(new AbortController());
  useEffect(() => () => leave.current.abort(), []);
  const verify = async (): Promise<void> => {
    if (isBusy.peek()) return;
    isBusy.value = true;
    const release = holdRefresh();
    try {
      const answer = await fetchChain(true, {
        signal: leave.current.signal,
        isBackground: false,
      });
      outcome.value = answer ?? 'failed';
      if (answer !== null) chain.value = answer;
    } catch (cause) {
      if (!leave.current.signal.aborted) throw cause;
    } finally {
      release();
      isBusy.value = false;
    }
  };
  const said = outcome.value;
  return (
    <div class="action-result">
      <button
        type="button"
        class="button"
        aria-disabled={isBusy.value}
        onClick={() => void verify()}
      >
        {chainAgain}
      </button>
      <p role="status">
        {isBusy.value && working}
        {!isBusy.value &&
          said !== null &&
          said !== 'failed' &&
          chainAgainDone(chainStates[said.state])}
      </p>
      <p class="form-error" role="alert">
        {!isBusy.value && said === 'failed' && chainAgainFailed}
      </p>
    </div>
  );
}
