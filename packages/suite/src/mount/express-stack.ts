import { EmasError } from '@emas/errors';
import { stackOf } from '@emas/request-context/internal';
import type { Application } from 'express';

/** Express 4's own first two: they have to stay where they are. */
const OWN = new Set(['query', 'expressInit']);

/**
 * Has the app meet what `use` mounts before everything else, also before parts that were mounted earlier.
 *
 * @throws EmasError `ERR_EMAS_SUITE_APP` where it is no app of Express.
 */
export function mountFirst(app: Application, use: () => void): void {
  const before = stackOf(app)?.length ?? 0;
  use();
  const stack = stackOf(app);
  if (stack === undefined) throw noApp();
  // Express 4 adds its own two with the first handler.
  const first = stack.findIndex((layer) => !OWN.has(nameOf(layer)));
  const ours = stack.splice(Math.max(before, first));
  stack.splice(first, 0, ...ours);
}

function nameOf(layer: unknown): string {
  const name: unknown =
    typeof layer === 'object' && layer !== null ? Reflect.get(layer, 'name') : undefined;
  return typeof name === 'string' ? name : '';
}

export function noApp(): EmasError {
  return new EmasError('ERR_EMAS_SUITE_APP', 'mount(): expected the app that express() returned.', {
    help: 'Express 4.21 and 5 are supported; a Router is not.',
  });
}
