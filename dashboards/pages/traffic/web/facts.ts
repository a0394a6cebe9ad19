import { config } from '../../../frame/web/config.ts';
import type { TrafficFacts } from '../contract.ts';

/** What the server said of the page before its first report. */
// The server of the same package and version wrote it.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const facts: TrafficFacts = config.facts as TrafficFacts;
