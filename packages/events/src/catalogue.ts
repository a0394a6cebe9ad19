import { accessEvents } from './catalogue/access.ts';
import { authEvents } from './catalogue/auth.ts';
import { browserEvents } from './catalogue/browser.ts';
import { captchaEvents } from './catalogue/captcha.ts';
import { consentEvents } from './catalogue/consent.ts';
import { deprecatedEvents } from './catalogue/deprecated.ts';
import { errorEvents } from './catalogue/error.ts';
import { sessionEvents } from './catalogue/session.ts';
import { systemEvents } from './catalogue/system.ts';
import { updateEvents } from './catalogue/update.ts';
import type { EventDefinition, FieldTypes } from './definition.ts';

type Catalogue = typeof updateEvents &
  typeof authEvents &
  typeof sessionEvents &
  typeof consentEvents &
  typeof errorEvents &
  typeof deprecatedEvents &
  typeof accessEvents &
  typeof browserEvents &
  typeof captchaEvents &
  typeof systemEvents;

/** Every event of the suite: nothing is emitted that is not in here. */
export const CATALOGUE: Catalogue = checked({
  ...updateEvents,
  ...authEvents,
  ...sessionEvents,
  ...consentEvents,
  ...errorEvents,
  ...deprecatedEvents,
  ...accessEvents,
  ...browserEvents,
  ...captchaEvents,
  ...systemEvents,
});

/** The literal types are wanted, and each entry held to the definition's type as well. */
function checked<Entries extends Readonly<Record<string, EventDefinition>>>(
  entries: Entries,
): Entries {
  return entries;
}

/** `session_created`, … */
export type EventName = keyof Catalogue;

type RequiredKeys<Fields> = {
  [Key in keyof Fields]: Fields[Key] extends `${string}?` ? never : Key;
}[keyof Fields];

type TypeOf<Field> = Field extends `${infer Base extends keyof FieldTypes}?`
  ? FieldTypes[Base]
  : Field extends keyof FieldTypes
    ? FieldTypes[Field]
    : never;

type ValuesOf<Fields> = {
  readonly [Key in RequiredKeys<Fields>]: TypeOf<Fields[Key]>;
} & {
  readonly [Key in Exclude<keyof Fields, RequiredKeys<Fields>>]?: TypeOf<Fields[Key]> | undefined;
};

/** What an event carries, read off the catalogue. */
export type EventFields<Name extends EventName> = ValuesOf<Catalogue[Name]['fields']>;
