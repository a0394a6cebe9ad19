import { droppedBy } from './part-reading.ts';
import type { PartReading } from './part-reading.ts';
import type { DegradedStanding } from './standing.ts';

type Describe = (reading: PartReading, now: number) => string;

const MESSAGES: Readonly<Record<DegradedStanding, Describe>> = {
  dropping: ({ flow }) => `${droppedBy(flow)} rows or lines were lost since the start.`,
  away: () => 'It does not answer.',
  unwritable: () => 'It takes no writes.',
  filling: ({ flow }) =>
    `The spool is ${Math.floor((flow?.spoolUsed ?? 0) * 100)} % full; at 100 % the oldest rows are dropped.`,
  waiting: ({ flow }, now) =>
    `The oldest row has waited for ${Math.floor((now - (flow?.oldest ?? now)) / 1000)} s.`,
  parked: ({ flow }) =>
    `${flow?.parked ?? 0} rows were rejected and lie in the dead-letter file: "emas spool show" prints why, "emas spool retry" sends them again.`,
};

/** What is wrong in a sentence. Of faults and hosts it tells nothing: it may go to receivers of others. */
export function degradedMessage(
  standing: DegradedStanding,
  reading: PartReading,
  now: number,
): string {
  return MESSAGES[standing](reading, now);
}
