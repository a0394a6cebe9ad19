import type { EventBus } from '@emas/events';
import type { BrowserReport } from './browser-report.ts';

interface Group {
  readonly report: BrowserReport;
  /** Those that no event has told of yet. */
  untold: number;
}

const MOST = 500;
const EVERY_MS = 60_000;

/** The first report of a kind is told at once, those after it once a minute as a count. */
export class ReportGroups {
  readonly #bus: EventBus;
  #groups = new Map<string, Group>();
  readonly #timer: NodeJS.Timeout;

  constructor(bus: EventBus) {
    this.#bus = bus;
    this.#timer = setInterval(() => this.flush(), EVERY_MS);
    this.#timer.unref();
    bus.subscribe(({ name }) => {
      if (name === 'sys_shutdown' || name === 'sys_crash') this.flush();
    });
  }

  add(report: BrowserReport): void {
    const { type, page, what, blocked, source } = report;
    const key = [type, page, what, blocked, source].join('\0');
    const known = this.#groups.get(key);
    if (known !== undefined) {
      known.untold += 1;
      return;
    }
    if (this.#groups.size >= MOST) this.flush();
    this.#groups.set(key, { report, untold: 0 });
    this.#tell(report, 1);
  }

  flush(): void {
    const groups = [...this.#groups.values()];
    this.#groups = new Map();
    for (const { report, untold } of groups) if (untold > 0) this.#tell(report, untold);
  }

  #tell({ type, page, what, blocked, source, disposition }: BrowserReport, count: number): void {
    if (type === 'csp-violation') {
      const fields = { directive: what, blocked, page, source, disposition, count };
      this.#bus.emit('csp_violation', fields);
    } else this.#bus.emit('browser_report', { type, what, page, source, count });
  }
}
