import { REASONS } from '@emas/data-map';
import type { KeptPlace } from '@emas/data-map';
import { countryName } from '@emas/page';
import type { PageLanguage } from '@emas/page';
import type { ResolvedController } from '../options.ts';
import type { PrivacyWords } from '../words/shape.ts';
import { heading, list, paragraph } from './blocks.ts';
import type { Block } from './blocks.ts';
import { dataText, keptText, placeText } from './place-text.ts';

/** What a record of processing is about. */
export interface RecordContent {
  readonly controller: ResolvedController;
  readonly places: readonly KeptPlace[];
}

/** Every place by its technical name, by purpose: the content of GDPR, Art. 30(1)(a) to (g). */
export function recordOf(
  { controller, places }: RecordContent,
  words: PrivacyWords,
  language: PageLanguage,
): readonly Block[] {
  const { record, controller: contact } = words;
  const { heads } = record;
  const used = REASONS.filter((reason) => places.some((place) => place.reason === reason));
  return [
    heading(record.title),
    paragraph(contact.responsible(controller.controller)),
    list([
      { text: contact.contact(controller.email, controller.phone) },
      {
        text: contact.officer(controller.officer, controller.officerEmail, controller.officerPhone),
      },
    ]),
    ...used.flatMap((reason): Block[] => [
      heading(words.reasons[reason].title, 3),
      {
        block: 'table',
        caption: record.caption(words.reasons[reason].title),
        heads: [heads.place, heads.name, heads.data, heads.kept, heads.readers, heads.recipient],
        rows: places
          .filter((place) => place.reason === reason)
          .map((place) => rowOf(place, words, language)),
      },
    ]),
  ];
}

function rowOf(place: KeptPlace, words: PrivacyWords, language: PageLanguage): readonly string[] {
  const { where, holds, kept, readers, recipient } = place;
  const { name = '', country } = recipient ?? {};
  return [
    placeText(place, words, language),
    where,
    dataText(holds, words),
    keptText(kept, words, language),
    words.list.format(readers.map((reader) => words.readers[reader])),
    country === undefined ? name : `${name}, ${countryName(country, language)}`,
  ];
}
