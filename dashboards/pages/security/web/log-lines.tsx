import type { LogLine } from '../contract.ts';
import { formatInstant } from '../../../drawings/moments.ts';
import { texts } from './texts.ts';
import { dataPairs } from './log-question.ts';

interface LogLinesProps {
  readonly lines: readonly LogLine[];
  readonly timeZone: string;
}

/** Lines to read from the top, the latest first; what they carry is folded away. */
export function LogLines({ lines, timeZone }: LogLinesProps) {
  const { locale, security } = texts.value;
  return (
    <ol class="log-lines" aria-label={security.log}>
      {lines.map((line, index) => (
        <li key={`${line.time} ${index}`} class={`log-line is-${line.level}`}>
          <p class="log-line-head">
            <time dateTime={line.time}>{formatInstant(line.time, timeZone, locale)}</time>
            <span class="level">{security.levels[line.level] ?? line.level}</span>
            {line.event !== '' && <code>{line.event}</code>}
          </p>
          <p class="log-message">{line.message}</p>
          <LineData line={line} />
        </li>
      ))}
    </ol>
  );
}

function LineData({ line }: { readonly line: LogLine }) {
  const { security } = texts.value;
  const pairs = [
    [security.logCategory, line.category] as const,
    ...(line.request === '' ? [] : [[security.logRequest, line.request] as const]),
    ...dataPairs(line.data),
  ];
  return (
    <details class="line-data">
      <summary>
        {security.logEntry}
        <span class="visually-hidden">: {line.event === '' ? line.message : line.event}</span>
      </summary>
      <dl>
        {pairs.map(([key, value], index) => (
          <div key={index}>
            <dt>{key}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
