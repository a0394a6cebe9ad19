/** One day of an app: what was counted live, or what one import brought. */
export interface AppDay {
  readonly app: string;
  /** `2026-11-23` */
  readonly day: string;
  /** '' for what was counted live. */
  readonly origin: string;
}

/** Names a day among those of its app. */
export function dayName({ day, origin }: Pick<AppDay, 'day' | 'origin'>): string {
  return `${day} ${origin}`;
}
