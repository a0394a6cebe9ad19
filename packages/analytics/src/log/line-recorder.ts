import type { AccessLine } from '@emas/log-lines';
import type { Client } from '@emas/request-context';
import { createClientParser } from '@emas/request-context/internal';
import type { ClientParser } from '@emas/request-context/internal';
import type { LeftOutReason } from '../hit.ts';
import { maskedPath } from '../record/page-path.ts';
import { reasonToLeaveOut } from '../record/page-view.ts';
import type { Recorder } from '../record/recorder.ts';
import { plainHost } from '../record/plain-host.ts';
import { campaignOf, referrerHost } from '../record/traffic-source.ts';
import { isReferrerSpam } from '../source/referrer-spam.ts';

/** A log that says nothing of agents (`common`) can be counted all the same, by addresses alone. */
const UNTOLD: Client = {
  browser: '',
  browserVersion: '',
  os: '',
  osVersion: '',
  device: 'other',
  vendor: '',
  model: '',
  app: '',
  bot: null,
};

/** With a path behind the host: browsers send that to pages of the same host only (Referrer Policy §3.8). */
const WHOLE_ADDRESS = /^https?:\/\/[^/?#]+\/[^?#]/i;
const MOST_HOSTS = 10_000;
const FEWEST_REFERRERS = 20;

/** Why the request of a line is no page view; `undefined` where it is one. */
export function reasonOfLine({ method, url, status }: AccessLine): LeftOutReason | undefined {
  const query = url.indexOf('?');
  return reasonToLeaveOut({ method, path: query < 0 ? url : url.slice(0, query), status });
}

/** Brings a log's page views to the recorder as the middleware brings live requests. */
export class LineRecorder {
  readonly #recorder: Recorder;
  readonly #app: string;
  readonly #hosts: ReadonlySet<string>;
  readonly #parseClient: ClientParser = createClientParser(20_000);

  #referrers = 0;
  readonly #whole = new Map<string, number>();

  constructor(recorder: Recorder, app: string, hosts: readonly string[]) {
    this.#recorder = recorder;
    this.#app = app;
    this.#hosts = new Set(hosts.map(plainHost));
  }

  record(line: AccessLine): void {
    const { time, url } = line;
    const referrer = this.#referrer(line);
    if (isReferrerSpam(referrer)) return this.#recorder.leaveOut('spam', time);
    this.#recorder.record({
      app: this.#app,
      time,
      address: line.address,
      client: line.userAgent === undefined ? UNTOLD : this.#parseClient(line.userAgent),
      country: '',
      page: maskedPath(url),
      source: { referrer, ...campaignOf(url) },
    });
  }

  /** Named where one host is most of the referrers as no other site's is. */
  ownHostHint(): { readonly ownHost?: string } {
    const [host, count] = [...this.#whole].reduce(
      (most, one) => (one[1] > most[1] ? one : most),
      ['', 0],
    );
    return this.#referrers >= FEWEST_REFERRERS && count > this.#referrers / 2
      ? { ownHost: host }
      : {};
  }

  /** The host that was asked is the app's own, as it is for live requests. */
  #referrer({ referrer, host }: AccessLine): string {
    const { host: from } = referrerHost(referrer, this.#hosts);
    if (from === '' || from === plainHost(host)) return '';
    this.#referrers += 1;
    const isKnown = this.#whole.has(from) || this.#whole.size < MOST_HOSTS;
    if (isKnown && WHOLE_ADDRESS.test(referrer)) {
      this.#whole.set(from, (this.#whole.get(from) ?? 0) + 1);
    }
    return from;
  }
}
