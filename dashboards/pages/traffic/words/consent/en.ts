/** The English texts about consent on the traffic page. */
export const enConsent = {
  title: 'Consent',
  choicesTab: 'Consent',
  daysTab: 'By day',
  choiceColumn: 'Choice',
  countColumn: 'Decisions',
  shareColumn: 'Share',
  dayColumn: 'Day',
  choices: {
    accept: 'Accepted all',
    refuse: 'Refused all',
    choose: 'Chose for themselves',
  },
  /** Above a column of figures. */
  shortChoices: { accept: 'Accepted', refuse: 'Refused', choose: 'Chose' },
  otherDays: (days: number, shown: string, limit: string) =>
    `Other (${shown} day${days === 1 ? '' : 's'}, some with fewer than ${limit} of a kind)`,
  together: (limit: string) => `Choices with fewer than ${limit} decisions are shown together.`,
  decisions: (count: number, shown: string) =>
    `${shown} decision${count === 1 ? '' : 's'} in all; changing one’s mind counts again.`,
  added: (count: number, shown: string) =>
    `Allowed where it was needed, without the form: ${shown} time${count === 1 ? '' : 's'}.`,
  none: 'Nobody has decided in this time',
  tooFew: (limit: string) => `Fewer than ${limit} decisions in this time: too few to show`,
  unknown: 'The figures are out of reach',
};
