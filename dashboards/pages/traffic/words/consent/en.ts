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
  decisions: (count: number, shown: string) =>
    `${shown} decision${count === 1 ? '' : 's'} in total; a changed decision counts again.`,
  added: (count: number, shown: string) =>
    `Allowed where it was needed, without the form: ${shown} time${count === 1 ? '' : 's'}.`,
  rounded: (limit: string) =>
    `Each day’s count of each choice is rounded at random, up or down, to a multiple of ${limit}.`,
  runningDay: 'Today’s decisions are shown when the day is over.',
  none: 'No decisions to show in this period',
  unknown: 'The figures are not available',
};
