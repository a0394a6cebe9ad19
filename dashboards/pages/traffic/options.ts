import type { TrafficQueries } from '@emas/analytics';
import { partOption } from '@emas/options';

/** How visitors decided on one day. */
export interface DecisionsOfDay {
  /** `2026-11-23`. */
  readonly day: string;
  readonly accept: number;
  readonly refuse: number;
  readonly choose: number;
  readonly add: number;
}

/** Where the figures about consent come from: `consentRecords(…)` of @emas/consent. */
export interface ConsentSource {
  /** Figures are multiples of it. */
  readonly smallCells: number;
  /** Of an app, never of a person; by the days of the zone in which `traffic` counts, both included. */
  rates(query: { readonly from: string; readonly to: string }): Promise<readonly DecisionsOfDay[]>;
}

/** Options of the dashboard for its traffic page. */
export interface TrafficOptions {
  /**
   * `analytics(…).queries`, or `trafficQueries(…)` where the app itself does not count.
   * @default there is no traffic page
   */
  readonly traffic?: TrafficQueries | undefined;
  /**
   * `consentRecords(…)`: how visitors decided, on the traffic page.
   * @default nothing is shown of it
   */
  readonly consent?: ConsentSource | undefined;
}

export const trafficShape = {
  traffic: partOption<TrafficQueries>('breakdown', 'the queries of analytics()').optional(),
  consent: partOption<ConsentSource>('rates', 'the result of consentRecords()').optional(),
};
