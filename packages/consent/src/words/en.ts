import type { Words } from './shape.ts';

/** The English words. */
export const en: Words = {
  form: {
    list: new Intl.ListFormat('en', { type: 'conjunction' }),
    pageTitle: 'Privacy choices',
    title: 'What may this site use?',
    lead: (purposes) =>
      `Off until you allow it: ${purposes}. The site works either way, and you can change your mind at any time.`,
    accept: 'Accept all',
    refuse: 'Refuse all',
    choose: 'Choose',
    save: 'Save my choice',
    necessary: 'Always on: the site does not work without it.',
    healthData: 'This involves data about your health.',
    provider: (name, country) => `Provided by ${name}, ${country}.`,
    privacy: (provider) => `How ${provider} handles your data`,
    kept: 'Kept for',
    cookies: 'Cookies',
    storage: 'Kept in your browser',
    held: (title, provider, country) =>
      `${title} comes from ${provider}, ${country}. It is loaded only when you allow it.`,
    show: 'Allow and show',
    changes: 'Since you last chose, this has changed:',
    isNew: 'new',
    isChanged: 'changed',
    signal:
      'Your browser asks sites not to share what they learn about you. We treat that as a refusal until you choose otherwise here.',
    moved: 'The text has changed in the meantime. Please read it again and choose.',
    saved: 'Your choice is saved.',
    savedAs: (receipt) => `Your choice is saved. Your receipt number is ${receipt}.`,
    close: 'Close',
    back: 'Back to the page',
    name: 'English',
  },
  explicit: {
    who: 'Who agrees?',
    self: 'I agree for myself, and I am 18 or older.',
    guardian:
      'I agree for somebody who is under 18 or cannot decide alone, as their parent, guardian or appointed representative.',
    given: 'What you may withdraw',
    mayWithdraw:
      'You may have agreed to the following in a form of this site. You can withdraw it here at any time; what was done before remains lawful.',
    withdraw: 'Withdraw',
    withdrawn: (receipt) => `Your consent is withdrawn. Your receipt number is ${receipt}.`,
    notWithdrawn: 'Nothing was withdrawn. Sign in, and try again.',
    tickAgain: 'Tick the box again if you still agree: it is not saved between tries.',
    problems: {
      'not-ticked': 'Tick the box if you agree. We cannot continue without it.',
      'who-missing': 'Choose who agrees.',
      'guardian-needed':
        'This is about somebody under 18: a parent or guardian must agree for them.',
      moved: 'The text has changed in the meantime. Please read it again.',
    },
  },
  notice: {
    cookieCaption: 'What is kept in your browser',
    thirdPartyCaption: 'Who provides what',
    heads: {
      name: 'Name',
      kind: 'Kind',
      purpose: 'For',
      what: 'What it does',
      kept: 'Kept for',
      provider: 'Provider',
      country: 'Country',
    },
    cookie: 'cookie',
    storage: 'browser storage',
    healthData: 'Involves data about health.',
    ownPurpose: 'Your privacy choices',
    own: 'What you allowed, and on which day; nothing that identifies you.',
    ownRetention: ({ accepted, refused }) =>
      `${accepted} days if you allowed something, ${refused} days if you refused`,
  },
};
