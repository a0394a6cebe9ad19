import { CATALOGUE } from './catalogue.ts';
import type { EventFields, EventName } from './catalogue.ts';
import type { EventDefinition } from './definition.ts';

/** One thing that happened. */
export type EmasEvent = {
  readonly [Name in EventName]: {
    readonly name: Name;
    /** Milliseconds since 1970; of what is told apart from its request, the hour's. */
    readonly time: number;
    readonly fields: EventFields<Name>;
  };
}[EventName];

export type EventListener = (event: EmasEvent) => void;

/** What a bus did so far. */
export interface EventCounters {
  readonly emitted: number;
  /** Listeners that threw; what they threw is the last fault. */
  readonly listenerFaults: number;
  readonly lastFault: unknown;
}

/** Where packages say what happened, and others hear it. They never know each other. */
export interface EventBus {
  /** Tells every listener at once. Never throws: a listener that does is counted. */
  emit<Name extends EventName>(name: Name, fields: EventFields<Name>): void;
  /** @returns What ends the subscription. */
  subscribe(listener: EventListener): () => void;
  counters(): EventCounters;
}

/** A bus of its own, for tests and for apps that keep two suites apart. */
export function createEventBus(): EventBus {
  const listeners = new Set<EventListener>();
  let emitted = 0;
  let listenerFaults = 0;
  let lastFault: unknown;
  return {
    emit(name, fields) {
      emitted += 1;
      if (listeners.size === 0) return;
      // A generic name cannot be matched with its own member of the union by the compiler.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const event = { name, time: timeOf(name), fields } as EmasEvent;
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          listenerFaults += 1;
          lastFault = error;
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    counters: () => ({ emitted, listenerFaults, lastFault }),
  };
}

/** The bus of this process: what packages use unless they are given another. */
export const events: EventBus = createEventBus();

const HOUR_MS = 3_600_000;

/** By the moment, a listener could find the request with its address. */
function timeOf(name: EventName): number {
  const now = Date.now();
  // An app without types may emit what there is not.
  const definition: EventDefinition | undefined = CATALOGUE[name];
  return definition?.unlinked === true ? now - (now % HOUR_MS) : now;
}
