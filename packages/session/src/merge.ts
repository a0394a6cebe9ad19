type Json = unknown;
type JsonObject = Readonly<Record<string, Json>>;

/**
 * Puts two changes of the same data together, key by key. What only one side changed is taken from that
 * side, also inside of plain objects; where both changed the same value, ours is the later one and stays.
 */
export function merge(base: JsonObject, ours: JsonObject, theirs: JsonObject): JsonObject {
  const keys = new Set([...Object.keys(theirs), ...Object.keys(ours)]);
  const merged: [string, Json][] = [];
  for (const key of keys) {
    const value = mergeValue(own(base, key), own(ours, key), own(theirs, key));
    if (value !== undefined) merged.push([key, value]);
  }
  // Not by assignment: a key named __proto__ stays a key.
  return Object.fromEntries(merged);
}

/** The same of data as stores keep it, JSON. */
export function mergeTexts(base: string, ours: string, theirs: string): string {
  return JSON.stringify(merge(parsed(base), parsed(ours), parsed(theirs)));
}

function parsed(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  return isObject(value) ? value : {};
}

function mergeValue(base: Json, ours: Json, theirs: Json): Json {
  if (same(base, ours)) return theirs;
  if (same(base, theirs)) return ours;
  if (isObject(ours) && isObject(theirs)) return merge(isObject(base) ? base : {}, ours, theirs);
  return ours;
}

function own(object: JsonObject, key: string): Json {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function same(one: Json, other: Json): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
