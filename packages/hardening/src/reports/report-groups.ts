import { Storm } from '@emas/events/internal';
import type { EventBus } from '@emas/events';
import type { BrowserReport } from './browser-report.ts';

/** Tells of reports, those of a kind as one. */
export class ReportGroups {
  readonly #bus: EventBus;
  readonly #storm: Storm<BrowserReport>;

  constructor(bus: EventBus) {
    this.#bus = bus;
    this.#storm = new Storm({
      bus,
      onRepeated: ({ latest, count }) => this.#tell(latest, count),
    });
  }

  add(report: BrowserReport): void {
    const { type, page, what, blocked, source } = report;
    const key = [type, page, what, blocked, source].join('\0');
    if (this.#storm.isNews(key, report)) this.#tell(report, 1);
  }

  close(): void {
    this.#storm.close();
  }

  #tell({ type, page, what, blocked, source, disposition }: BrowserReport, count: number): void {
    if (type === 'csp-violation') {
      const fields = { directive: what, blocked, page, source, disposition, count };
      this.#bus.emit('csp_violation', fields);
    } else this.#bus.emit('browser_report', { type, what, page, source, count });
  }
}
