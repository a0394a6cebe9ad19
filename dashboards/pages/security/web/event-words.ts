import type { EventFigure } from '../contract.ts';
import type { Texts } from '../words/en.ts';

/** `Captcha not passed: score too low`; an event newer than this page keeps its name in the catalogue. */
export function eventFigureName(
  { event, reason }: Pick<EventFigure, 'event' | 'reason'>,
  { security }: Texts,
): string {
  const name = security.events[event] ?? event;
  return reason === '' ? name : `${name}: ${security.eventReasons[reason] ?? reason}`;
}
