import { canonicalAddress } from '@emas/addresses';
import type { AccessLine } from '@emas/log-lines';
import { createClientParser } from '@emas/request-context/internal';
import type { ClientParser } from '@emas/request-context/internal';
import { maskedPath } from '../record/page-path.ts';
import { reasonToLeaveOut } from '../record/page-view.ts';
import type { Recorder } from '../record/recorder.ts';
import { campaignOf, plainHost, referrerHost } from '../record/traffic-source.ts';

/** Brings a log's lines to the recorder as the middleware brings live requests. */
export class LineRecorder {
  readonly #recorder: Recorder;
  readonly #app: string;
  readonly #hosts: ReadonlySet<string>;
  readonly #parseClient: ClientParser = createClientParser(20_000);

  constructor(recorder: Recorder, app: string, hosts: readonly string[]) {
    this.#recorder = recorder;
    this.#app = app;
    this.#hosts = new Set(hosts.map(plainHost));
  }

  record(line: AccessLine): void {
    const { time, method, url, status } = line;
    const path = url.split('?', 1)[0] ?? '/';
    const reason = reasonToLeaveOut({ method, path, status });
    if (reason !== undefined) return this.#recorder.leaveOut(reason, time);
    this.#recorder.record({
      app: this.#app,
      time,
      address: canonicalAddress(line.address),
      client: this.#parseClient(line.userAgent),
      country: '',
      page: maskedPath(url),
      source: { referrer: referrerHost(line.referrer, this.#hosts).host, ...campaignOf(url) },
    });
  }
}
