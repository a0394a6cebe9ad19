import type { EventBus } from './bus.ts';

/** What a part would have blocked, and the option that decides. */
export interface WouldBlock {
  /** `hardening.maxBodyBytes`. */
  readonly setting: string;
  readonly allows: string;
  readonly path: string;
  readonly source_network: string;
}

const LONGEST_PATH = 200;

/** Tells of it as an event; the path, which a stranger chooses, is cut. */
export function tellWouldBlock(bus: Pick<EventBus, 'emit'>, { path, ...rest }: WouldBlock): void {
  bus.emit('would_block', { ...rest, path: path.slice(0, LONGEST_PATH) });
}
