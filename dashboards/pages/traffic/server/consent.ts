import type { Request } from 'express';
import { rangeOf } from '../../../frame/server/asked-period.ts';
import type { ConsentChoice, ConsentDay, ConsentReport } from '../consent-contract.ts';
import type { ConsentSource, DecisionsOfDay } from '../options.ts';
import { readReportQuestion } from './report-question.ts';
import type { TrafficSite } from './report-question.ts';

/** Whose visitors decide, and who counts it. */
export interface ConsentSite extends TrafficSite {
  readonly consent: ConsentSource;
}

const CHOICES: readonly ConsentChoice[] = ['accept', 'refuse', 'choose'];

/** `GET api/consent`: how often visitors accepted, refused and chose. All figures are sums of those of days. */
export async function consent(
  req: Request,
  { queries, consent: source }: ConsentSite,
): Promise<ConsentReport> {
  const { asked } = readReportQuestion(req, { queries });
  const { from, to } = asked.days;
  const days = await source.rates({ from, to });
  const counts = CHOICES.map((choice) => countOf(days, choice));
  const decisions = counts.reduce((all, count) => all + count, 0);
  return {
    range: rangeOf(asked),
    smallCells: source.smallCells,
    decisions,
    choices: CHOICES.map((choice, index) => {
      const count = counts[index] ?? 0;
      return { choice, count, share: decisions === 0 ? 0 : count / decisions };
    }),
    days: days.filter(hasDecisions).map(decisionsOf),
    added: countOf(days, 'add'),
    generatedAt: new Date().toISOString(),
  };
}

function countOf(days: readonly DecisionsOfDay[], choice: ConsentChoice | 'add'): number {
  return days.reduce((all, day) => all + day[choice], 0);
}

function hasDecisions(day: DecisionsOfDay): boolean {
  return CHOICES.some((choice) => day[choice] > 0);
}

function decisionsOf({ day, accept, refuse, choose }: DecisionsOfDay): ConsentDay {
  return { day, accept, refuse, choose };
}
