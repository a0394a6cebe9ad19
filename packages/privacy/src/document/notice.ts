import { REASONS } from '@emas/data-map';
import type { KeptPlace, Reason } from '@emas/data-map';
import type { PageLanguage } from '@emas/page';
import { countryName } from '@emas/page';
import { ITEMS } from '../options.ts';
import type { ResolvedController } from '../options.ts';
import type { PrivacyWords } from '../words/shape.ts';
import { heading, list, paragraph } from './blocks.ts';
import type { Block, Sentence } from './blocks.ts';
import { dataText, keptText, subjectText } from './place-text.ts';

/** What a notice is about. */
export interface NoticeContent {
  readonly controller: ResolvedController;
  readonly places: readonly KeptPlace[];
  /** The day from which it has been in force; `undefined` where that is not kept. */
  readonly since: string | undefined;
  /** Against the notice before, a sentence each; `'first'` where there was none. */
  readonly changes: readonly string[] | 'first';
}

/** The notice: who, what and why and for how long, who else, the eight items of the law, what has changed. */
export function noticeOf(
  content: NoticeContent,
  words: PrivacyWords,
  language: PageLanguage,
): readonly Block[] {
  const { headings } = words;
  return [
    heading(headings.controller),
    ...controllerBlocks(content.controller, words),
    heading(headings.kept),
    ...REASONS.flatMap((reason) => reasonBlocks(reason, content.places, words, language)),
    heading(headings.recipients),
    recipientBlock(content.places, words, language),
    heading(headings.law),
    ...lawBlocks(content, words, language),
    ...changeBlocks(content, words),
  ];
}

function controllerBlocks(
  { controller, address, email, phone, officer, officerEmail, officerPhone }: ResolvedController,
  { controller: words }: PrivacyWords,
): readonly Block[] {
  return [
    paragraph(words.responsible(controller)),
    list([
      ...(address === undefined ? [] : [{ text: words.address(address) }]),
      { text: words.contact(email, phone), phone },
      { text: words.officer(officer, officerEmail, officerPhone), phone: officerPhone },
    ]),
  ];
}

function reasonBlocks(
  reason: Reason,
  places: readonly KeptPlace[],
  words: PrivacyWords,
  language: PageLanguage,
): readonly Block[] {
  const own = places.filter((place) => place.reason === reason && place.kind !== 'recipient');
  if (own.length === 0) return [];
  const { title, why } = words.reasons[reason];
  return [
    heading(title, 3),
    ...(why === '' ? [] : [paragraph(why)]),
    list(together(own, (place) => placeSentence(place, words, language))),
  ];
}

function placeSentence(place: KeptPlace, words: PrivacyWords, language: PageLanguage): Sentence {
  const when = keptText(place.kept, words, language);
  const text = words.sentence(words.places[place.kind], dataOf(place, words, language), when);
  return { lead: subjectText(place, words, language), text };
}

function dataOf(place: KeptPlace, words: PrivacyWords, language: PageLanguage): string {
  // On its way there, it is what the place itself holds.
  if (/\/(?:waiting|rejected)$/.test(place.id)) return '';
  if (place.words === undefined) return dataText(place.holds, words);
  // What the app and a registry of consents have of their own has their words.
  const known = place.holds.filter((kind) => kind !== 'app-data');
  const purpose = words.purpose(place.words.why[language]);
  return known.length === 0 ? purpose : `${dataText(known, words)}, ${purpose}`;
}

/** What says the same is said once. */
function together(
  places: readonly KeptPlace[],
  sentenceOf: (place: KeptPlace) => Sentence,
): readonly Sentence[] {
  const sentences = new Map<string, { readonly sentence: Sentence; readonly ids: Set<string> }>();
  for (const place of places) {
    const sentence = sentenceOf(place);
    const key = JSON.stringify(sentence);
    const known = sentences.get(key) ?? { sentence, ids: new Set() };
    sentences.set(key, known);
    known.ids.add(place.id);
  }
  return [...sentences.values()].map(({ sentence, ids }) => ({ ...sentence, places: [...ids] }));
}

function recipientBlock(
  places: readonly KeptPlace[],
  words: PrivacyWords,
  language: PageLanguage,
): Block {
  const recipients = places.filter(({ kind }) => kind === 'recipient');
  if (recipients.length === 0) return paragraph(words.recipients.none);
  return list(recipients.map((place) => recipientSentence(place, words, language)));
}

function recipientSentence(
  place: KeptPlace,
  words: PrivacyWords,
  language: PageLanguage,
): Sentence {
  const { id, where, holds, kept, recipient = { name: where } } = place;
  const { name, country, privacy } = recipient;
  if (isOwnSystem(place)) {
    return { text: words.recipients.own(name, dataText(holds, words)), places: [id] };
  }
  const who = country === undefined ? name : `${name}, ${countryName(country, language)}`;
  const told = words.recipients.other(
    who,
    subjectText(place, words, language),
    dataOf(place, words, language),
  );
  const text = 'said' in kept ? `${told} ${keptText(kept, words, language)}` : told;
  if (privacy === undefined) return { text, places: [id] };
  return { text, places: [id], link: { href: privacy, text: words.recipients.policy(name) } };
}

/** A receiver of the log's lines that the operator named, and nobody said whose it is. */
function isOwnSystem({ id }: KeptPlace): boolean {
  return id.startsWith('log/to ');
}

function lawBlocks(
  { controller, places }: NoticeContent,
  words: PrivacyWords,
  language: PageLanguage,
): readonly Block[] {
  const reasons = REASONS.filter((reason) => places.some((place) => place.reason === reason));
  const recipients = places
    .filter((place) => place.kind === 'recipient' && !isOwnSystem(place))
    .map(({ where, recipient }) => recipient?.name ?? where);
  const facts = {
    controller,
    reasons: words.list.format(reasons.map((reason) => lower(words.reasons[reason].title))),
    recipients: words.list.format(new Set(recipients)),
    asksConsent: places.some(({ id }) => id === 'consent/choice'),
  };
  return [
    paragraph(words.lawIntro),
    ...ITEMS.flatMap((item) => {
      const { heading: title, body } = words.items[item];
      const own = controller.own[item]?.[language];
      return [
        heading(title, 3),
        paragraph(body(facts)),
        ...(own === undefined ? [] : [paragraph(own)]),
      ];
    }),
  ];
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function changeBlocks(
  { since, changes }: NoticeContent,
  { headings, changes: words }: PrivacyWords,
): readonly Block[] {
  // Without a file of former notices nothing is known of changes.
  if (since === undefined) return [];
  const news =
    changes === 'first' ? paragraph(words.first) : list(changes.map((text) => ({ text })));
  return [heading(headings.changes), paragraph(words.since(since)), news];
}
