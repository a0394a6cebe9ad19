import type { Request } from 'express';
import { instantsOf, rangeOf } from '../../../frame/server/asked-period.ts';
import type { ConsentChoice, ConsentGroup, ConsentReport } from '../consent-contract.ts';
import type { ConsentSource, DecisionsOfDay } from '../options.ts';
import { foldDays } from './fold-days.ts';
import { readReportQuestion } from './report-question.ts';
import type { TrafficSite } from './report-question.ts';
import { isTooFew, smallCounts } from './small-counts.ts';

/** Whose visitors decide, and who counts it. */
export interface ConsentSite extends TrafficSite {
  readonly consent: ConsentSource;
}

const CHOICES: readonly ConsentChoice[] = ['accept', 'refuse', 'choose'];

/** `GET api/consent`: how often visitors accepted, refused and chose, as few of a kind as may be told. */
export async function consent(req: Request, desk: ConsentSite): Promise<ConsentReport> {
  const { asked } = readReportQuestion(req, desk);
  const { smallCells } = desk.queries;
  const { now } = instantsOf(asked);
  const days = await desk.consent.rates({ ...now, by: 'day', timeZone: asked.timeZone });
  const added = countOf(days, 'add');
  return {
    range: rangeOf(asked),
    smallCells,
    ...decisionsOf(days, smallCells),
    added: isTooFew(added, smallCells) ? null : added,
    generatedAt: new Date().toISOString(),
  };
}

type Decisions = Pick<ConsentReport, 'suppressed' | 'decisions' | 'groups' | 'days' | 'foldedDays'>;

function decisionsOf(days: readonly DecisionsOfDay[], smallCells: number): Decisions {
  const decisions = CHOICES.reduce((all, choice) => all + countOf(days, choice), 0);
  const suppressed = isTooFew(decisions, smallCells);
  if (suppressed || decisions === 0) {
    return { suppressed, decisions: 0, groups: [], days: [], foldedDays: null };
  }
  const kinds = kindsOf(days, smallCells);
  const groups: ConsentGroup[] = kinds.map((choices) => {
    const count = choices.reduce((all, choice) => all + countOf(days, choice), 0);
    return { choices, count, share: count / decisions };
  });
  const counted = days.map((day) => ({
    day: day.value,
    counts: kinds.map((choices) => choices.reduce((all, choice) => all + day[choice], 0)),
  }));
  const decided = counted.filter(({ counts }) => counts.some((count) => count > 0));
  return { suppressed, decisions, groups, ...foldDays(decided, smallCells) };
}

/** Which choices are told one by one, and which together. */
function kindsOf(days: readonly DecisionsOfDay[], smallCells: number): ConsentChoice[][] {
  const isSmall = smallCounts(
    CHOICES.map((choice) => countOf(days, choice)),
    smallCells,
  );
  const folded = CHOICES.filter((_, index) => isSmall[index]);
  return CHOICES.flatMap((choice) => {
    if (!folded.includes(choice)) return [[choice]];
    return choice === folded[0] ? [folded] : [];
  });
}

function countOf(days: readonly DecisionsOfDay[], choice: ConsentChoice | 'add'): number {
  return days.reduce((all, day) => all + day[choice], 0);
}
