import type { ReportRange } from '../frame/contract.ts';
import { download } from './download.ts';
import { config } from '../frame/web/config.ts';
import { texts } from '../frame/web/navigation.ts';

interface CsvButtonProps {
  /** What is downloaded, for those who do not see what the button stands under. */
  readonly of: string;
  /** Part of the file's name. */
  readonly name: string;
  readonly range: ReportRange;
  readonly text: () => string;
}

export function CsvButton({ of, name, range, text }: CsvButtonProps) {
  return (
    <button
      type="button"
      class="quiet-button"
      onClick={() => download(`${config.app}-${name}-${range.from}-${range.to}.csv`, text())}
    >
      {texts.value.downloadCsv}
      <span class="visually-hidden">: {of}</span>
    </button>
  );
}
