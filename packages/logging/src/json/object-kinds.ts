import { types } from 'node:util';

/** A list that something else than an array is written as, and whether there is more of it. */
export interface Listed {
  readonly items: readonly unknown[];
  readonly hasMore: boolean;
}

/** `Headers`, `URLSearchParams`, `FormData`, and everything that is read by key and gone through in pairs as they are. */
export function isKeyed(value: object): boolean {
  return isFunction(value, 'get') && isFunction(value, 'entries');
}

/**
 * Whether going through it takes nothing away: what is its own iterator, a generator say, is used up by whoever
 * looks at it.
 */
export function isIterable(value: object): value is Iterable<unknown> {
  if (!isFunction(value, Symbol.iterator)) return false;
  return !isFunction(value, 'next');
}

/** The first items of something, so many and no more: what holds a million is not gone through. */
export function firstOf(iterable: Iterable<unknown>, most: number): Listed {
  const items: unknown[] = [];
  for (const item of iterable) {
    if (items.length === most) return { items, hasMore: true };
    items.push(item);
  }
  return { items, hasMore: false };
}

/** A name for what has nothing to show: `Promise`, `WeakMap`; `undefined` for an object that is simply empty. */
export function kindOf(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null) return undefined;
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (tag !== 'Object') return tag;
  const maker: unknown = Reflect.get(prototype, 'constructor');
  const name = typeof maker === 'function' ? maker.name : '';
  return name === 'Object' || name === '' ? undefined : name;
}

/** `new Number(5)` and the like. */
export function unboxed(value: object): unknown {
  return types.isBoxedPrimitive(value) ? value.valueOf() : value;
}

function isFunction(value: object, key: PropertyKey): boolean {
  return typeof Reflect.get(value, key) === 'function';
}
