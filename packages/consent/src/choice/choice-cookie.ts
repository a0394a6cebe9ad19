/** What a visitor chose, as the cookie keeps it, by the ids of purposes. */
export type KeptChoices = ReadonlyMap<string, PurposeChoice>;

/** What was chosen about one purpose, and when: each has a time of its own to be asked again. */
export interface PurposeChoice {
  /** What the purpose was, as `Registry.markOf()` says. */
  readonly mark: string;
  readonly isAccepted: boolean;
  /** Whether the browser sent a signal as it was chosen. */
  readonly withSignal: boolean;
  /** Days since 1970, UTC: a time to the second would tell visitors apart. */
  readonly day: number;
}

const VERSION = '2';
const LONGEST = 2048;
const ITEM = /^([a-z][a-z0-9-]{0,31})\.([\w-]{6})\.([01])(g?)\.(\d{1,6})$/;

/** `2~chat.aB3_x-.1.20780~figures.k9_Zq2.0g.20780`: each purpose's mark, choice, signal and day. */
export function encodeChoices(choices: KeptChoices): string {
  const items = [...choices].map(
    ([id, { mark, isAccepted, withSignal, day }]) =>
      `${id}.${mark}.${isAccepted ? 1 : 0}${withSignal ? 'g' : ''}.${day}`,
  );
  return [VERSION, ...items].join('~');
}

/** @returns Nothing for what is no choice of ours; it is not said why, since anybody may send anything. */
export function decodeChoices(text: string | undefined): KeptChoices {
  const none = new Map<string, PurposeChoice>();
  if (text === undefined || text.length > LONGEST) return none;
  const [version, ...items] = text.split('~');
  if (version !== VERSION) return none;
  const choices = new Map<string, PurposeChoice>();
  for (const item of items) {
    const [, id, mark, flag, signal, day] = ITEM.exec(item) ?? [];
    if (id === undefined || mark === undefined) return none;
    choices.set(id, {
      mark,
      isAccepted: flag === '1',
      withSignal: signal === 'g',
      day: Number(day),
    });
  }
  return choices;
}
