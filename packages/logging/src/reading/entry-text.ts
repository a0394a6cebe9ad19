import type { EventCategory, EventName } from '@emas/events';
import { CATALOGUE } from '@emas/events';
import { inColour, terminalFormat } from '../formats/terminal.ts';
import { LEVELS } from '../record.ts';
import type { LogLevel } from '../record.ts';
import { CATEGORIES } from '../routes.ts';
import type { LastEntry } from './last-entries.ts';

/** Lines of files, as the logger shows them on a terminal; with the day, which is not today's. */
export function entryText(): (entry: LastEntry) => string {
  const format = terminalFormat({ colour: inColour() });
  return (entry) => {
    const { time, level, category, event, message, request, data } = entry;
    const day = new Date(time).toLocaleDateString('sv-SE');
    const line = format(
      {
        time,
        level: isLevel(level) ? level : 'info',
        category: isCategory(category) ? category : 'system',
        event: isEvent(event) ? event : undefined,
        message,
        request: request === '' ? undefined : request,
        context: undefined,
        // A terminal shows values.
        data: '',
        fields: data,
      },
      { app: '', version: undefined, host: '', pid: 0 },
    );
    return `${day} ${line}`;
  };
}

function isLevel(text: string): text is LogLevel {
  return Object.hasOwn(LEVELS, text);
}

function isCategory(text: string): text is EventCategory {
  return CATEGORIES.some((category) => category === text);
}

function isEvent(text: string): text is EventName {
  return Object.hasOwn(CATALOGUE, text);
}
