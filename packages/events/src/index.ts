export { CATALOGUE } from './catalogue.ts';
export type { EventFields, EventName } from './catalogue.ts';
export type {
  EcsClassification,
  EventCategory,
  EventDefinition,
  EventLevel,
  FieldType,
  FieldTypes,
} from './definition.ts';
export { createEventBus, events } from './bus.ts';
export type { EmasEvent, EventBus, EventCounters, EventListener } from './bus.ts';
