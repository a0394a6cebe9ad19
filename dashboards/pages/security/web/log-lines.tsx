import type { LogLine } from '../contract.ts';
import { FilterName } from '../../../drawings/filter-name.tsx';
import { formatInstant } from '../../../drawings/moments.ts';
import { texts } from './texts.ts';
import { dataPairs } from './log-question.ts';

interface LogLinesProps {
  readonly lines: readonly LogLine[];
  readonly timeZone: string;
  /** Asks for all lines in which this stands. */
  readonly onFollow: (text: string) => void;
}

/** Lines to read from the top, the latest first; what they carry is folded away. */
export function LogLines({ lines, timeZone, onFollow }: LogLinesProps) {
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
          <LineData line={line} onFollow={onFollow} />
        </li>
      ))}
    </ol>
  );
}

interface LineDataProps extends Pick<LogLinesProps, 'onFollow'> {
  readonly line: LogLine;
}

function LineData({ line, onFollow }: LineDataProps) {
  const { security } = texts.value;
  const pairs = [
    [security.logCategory, line.category] as const,
    ...(line.request === '' ? [] : [[security.logRequest, line.request, 'request'] as const]),
    ...dataPairs(line.data).map(([key, value]) => [key, value, key] as const),
  ];
  return (
    <details class="line-data">
      <summary>
        {security.logEntry}
        <span class="visually-hidden">: {line.event === '' ? line.message : line.event}</span>
      </summary>
      <dl>
        {pairs.map(([name, value, key], index) => (
          <div key={index}>
            <dt>{name}</dt>
            <dd>
              <LineValue field={key ?? ''} value={value} onFollow={onFollow} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** What leads on to what the same session or request did besides. */
const FOLLOWED: ReadonlySet<string> = new Set(['session', 'previous', 'request', 'incident']);

interface LineValueProps extends Pick<LogLinesProps, 'onFollow'> {
  readonly field: string;
  readonly value: string;
}

function LineValue({ field, value, onFollow }: LineValueProps) {
  if (field === 'account') return <FilterName dimension="account" value={value} name={value} />;
  if (!FOLLOWED.has(field)) return <>{value}</>;
  return (
    <button type="button" class="follow" onClick={() => onFollow(value)}>
      {value}
      <span class="visually-hidden">, {texts.value.security.logFollow}</span>
    </button>
  );
}
