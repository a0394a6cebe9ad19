import type { PageLanguage } from '@emas/page';
import type { ExplicitProblem } from './explicit-consent.ts';

interface ExplicitTexts {
  readonly who: string;
  readonly self: string;
  readonly guardian: string;
  readonly problems: Readonly<Record<ExplicitProblem, string>>;
}

export const EXPLICIT_TEXTS: Readonly<Record<PageLanguage, ExplicitTexts>> = {
  en: {
    who: 'Who agrees?',
    self: 'I agree for myself, and I am 18 or older.',
    guardian:
      'I agree for somebody who is under 18 or cannot decide alone, as their parent, guardian or appointed representative.',
    problems: {
      'not-ticked': 'Tick the box if you agree. We cannot go on without it.',
      'who-missing': 'Say who agrees.',
      'guardian-needed':
        'This is about somebody under 18: a parent or guardian has to agree for them.',
      moved: 'What you were asked has changed in the meantime. Please read it again.',
    },
  },
  ms: {
    who: 'Siapakah yang bersetuju?',
    self: 'Saya bersetuju bagi pihak diri sendiri, dan saya berumur 18 tahun atau lebih.',
    guardian:
      'Saya bersetuju bagi pihak seseorang yang berumur bawah 18 tahun atau tidak dapat membuat keputusan sendiri, sebagai ibu bapa, penjaga atau wakil yang dilantik.',
    problems: {
      'not-ticked': 'Tandakan kotak jika anda bersetuju. Kami tidak dapat meneruskan tanpanya.',
      'who-missing': 'Nyatakan siapa yang bersetuju.',
      'guardian-needed':
        'Ini mengenai seseorang yang berumur bawah 18 tahun: ibu bapa atau penjaga perlu bersetuju bagi pihaknya.',
      moved: 'Apa yang ditanya telah berubah sementara itu. Sila baca semula.',
    },
  },
};
