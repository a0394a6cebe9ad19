import { memoryStore } from '@emas/session';
import type { RecordStore } from '@emas/session';

/** A store that is not of this process, as far as sessions know, with something done before each call. */
function alteredStore(before: (method: string) => Promise<void> | undefined): RecordStore {
  return new Proxy(memoryStore(), {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (property === 'local') return false;
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]): Promise<unknown> => {
        await before(String(property));
        return Reflect.apply(value, target, given);
      };
    },
  });
}

/** One whose writes take a while, milliseconds. */
export function slowStore(milliseconds: number): RecordStore {
  return alteredStore((method) =>
    method === 'save' ? new Promise((resolve) => setTimeout(resolve, milliseconds)) : undefined,
  );
}

/** One that fails where it is told to, for as long as it is told to. */
export function failingStore(methods: ReadonlySet<string>): RecordStore {
  return alteredStore((method) =>
    methods.has(method) ? Promise.reject(new Error('store is gone')) : undefined,
  );
}
