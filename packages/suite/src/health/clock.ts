/** Two clocks: people set one, and durations are measured with the other. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly wall: () => number;
  /** Milliseconds since any moment; it never goes back and never jumps. */
  readonly steady: () => number;
}

export const SYSTEM_CLOCK: Clock = {
  wall: () => Date.now(),
  steady: () => performance.now(),
};
