/** What a visitor chose, as the cookie keeps it, by the ids of purposes. */
export type KeptChoices = ReadonlyMap<string, PurposeChoice>;

/** What was chosen about one purpose, and when: each has a time of its own to be asked again. */
export interface PurposeChoice {
  /** What the purpose was, as `Registry.markOf()` says. */
  readonly mark: string;
  readonly isAccepted: boolean;
  /** Whether something was accepted with it: it is remembered for as long as that then. */
  readonly isLasting: boolean;
  /** Whether the browser sent a signal as it was chosen. */
  readonly withSignal: boolean;
  /** Days since 1970, UTC: a time to the second would tell visitors apart. */
  readonly day: number;
}

const VERSION = '2';
/** Browsers keep no more of a cookie (RFC 6265bis §5.6). */
const LONGEST = 4096;
const ITEM = /^([a-z][a-z0-9-]{0,31})\.([\w-]{6})\.([012])(g?)\.(\d{1,6})$/;

/** What a choice is written as: refused, accepted, or refused beside something that was accepted. */
const [REFUSED, ACCEPTED, REFUSED_BESIDE] = ['0', '1', '2'] as const;

/** `2~chat.aB3_x-.1.20780~figures.k9_Zq2.2g.20780`: each purpose's mark, choice, signal and day. */
export function encodeChoices(choices: KeptChoices): string {
  const items = [...choices].map(([id, { mark, isAccepted, isLasting, withSignal, day }]) => {
    const refused = isLasting ? REFUSED_BESIDE : REFUSED;
    return `${id}.${mark}.${isAccepted ? ACCEPTED : refused}${withSignal ? 'g' : ''}.${day}`;
  });
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
      isAccepted: flag === ACCEPTED,
      isLasting: flag !== REFUSED,
      withSignal: signal === 'g',
      day: Number(day),
    });
  }
  return choices;
}
