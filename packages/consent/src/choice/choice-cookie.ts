/** What a visitor chose, as the cookie keeps it. */
export interface KeptChoice {
  /** Days since 1970, UTC: a time to the second would tell visitors apart. */
  readonly day: number;
  /** Whether the browser sent a signal as they chose. */
  readonly withSignal: boolean;
  readonly purposes: ReadonlyMap<string, PurposeChoice>;
}

interface PurposeChoice {
  /** What the purpose was, as `Registry.markOf()` says. */
  readonly mark: string;
  readonly isAccepted: boolean;
}

const VERSION = '1';
const LONGEST = 2048;
const ITEM = /^([a-z][a-z0-9-]{0,31})\.([\w-]{6})\.([01])$/;
const DAY = /^\d{1,6}$/;

/** `1~20780~g~chat.aB3_x-.1`: version, day, signal, and each purpose's mark and choice. */
export function encodeChoice({ day, withSignal, purposes }: KeptChoice): string {
  const items = [...purposes].map(
    ([id, { mark, isAccepted }]) => `${id}.${mark}.${isAccepted ? 1 : 0}`,
  );
  return [VERSION, day, withSignal ? 'g' : '-', ...items].join('~');
}

/** @returns `undefined` for what is no choice of ours; it is not said why, since anybody may send anything. */
export function decodeChoice(text: string | undefined): KeptChoice | undefined {
  if (text === undefined || text.length > LONGEST) return undefined;
  const [version, day = '', signal, ...items] = text.split('~');
  if (version !== VERSION || !DAY.test(day)) return undefined;
  if (signal !== 'g' && signal !== '-') return undefined;
  const purposes = new Map<string, PurposeChoice>();
  for (const item of items) {
    const [, id, mark, flag] = ITEM.exec(item) ?? [];
    if (id === undefined || mark === undefined) return undefined;
    purposes.set(id, { mark, isAccepted: flag === '1' });
  }
  return { day: Number(day), withSignal: signal === 'g', purposes };
}
