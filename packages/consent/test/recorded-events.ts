import { createEventBus } from '@emas/events';
import type { EmasEvent, EventBus, EventFields, EventName } from '@emas/events';

/** A bus, and what was told on it. */
export interface RecordedEvents {
  readonly events: EventBus;
  readonly told: readonly EmasEvent[];
  /** What those of one name carried. */
  of<Name extends EventName>(name: Name): readonly EventFields<Name>[];
}

export function recordedEvents(): RecordedEvents {
  const events = createEventBus();
  const told: EmasEvent[] = [];
  events.subscribe((event) => told.push(event));
  return {
    events,
    told,
    of<Name extends EventName>(name: Name) {
      const fields = told.flatMap((event) => (event.name === name ? [event.fields] : []));
      // Picked by their name, which the compiler cannot follow through a generic one.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return fields as unknown as EventFields<Name>[];
    },
  };
}
