export const account = {
  privacyNews: {
    heading: 'Our privacy notice has changed',
    since: (day: string): string => `In force since ${day}:`,
    link: 'Read the notice',
  },
  data: {
    title: 'What we keep about you',
    lead: 'What this portal keeps under your account now. Codes replace your name. The file contains each entry, and your claims, letters and messages.',
    none: 'Nothing was found under your account.',
    unseen: 'Not searched for this page:',
    count: (items: number): string => (items === 1 ? '1 entry' : `${items} entries`),
    download: 'Download everything',
    file: 'my-data.json',
    notice: 'Why, and for how long: the privacy notice',
    back: 'Back to your account',
    link: 'See what we keep about you',
  },
  login: {
    title: 'Sign in',
    lead: 'See your policy, your claims and your letters.',
    wrong: 'The username or the password is wrong. Check both and try again.',
    wait: (amount: string): string => `Please wait ${amount} before you try again.`,
    left: (count: number): string =>
      count === 1
        ? 'One try is left before you have to wait.'
        : `${count} tries are left before you have to wait.`,
    captcha:
      'Someone has tried several passwords, so a check is needed first. Your password was not checked: please type it again and complete the check.',
    captchaNext: 'With the next try, please complete the check as well.',
    standIn:
      'This demonstration has no provider keys, so it uses a stand-in that asks for no proof.',
    seconds: (count: number): string => (count === 1 ? '1 second' : `${count} seconds`),
    minutes: (count: number): string => (count === 1 ? '1 minute' : `${count} minutes`),
    refusedTitle: 'Please wait before signing in again',
    refusedWait: (amount: string): string =>
      `There were too many tries with a wrong password. Please try again in ${amount}.`,
    blocked: 'Signing in is not possible from your network at the moment.',
    refusedHelp:
      'Nothing has happened to your account, and nobody can lock you out: you can still sign in from your usual place.',
    support: 'I have forgotten my password, or this was not me',
    demoHeading: 'Demonstration accounts',
    demoMember: 'A member',
    demoStaff: {
      marketing: 'Somebody from marketing',
      security: 'Somebody from the security team',
      developer: 'A developer',
    },
    because: {
      ended:
        'Your session has ended: it was not used for a while, reached its maximum length, or was ended elsewhere. Please sign in again.',
      challenged:
        'For your safety, please sign in again: you seem to be somewhere else, or in another browser.',
    },
    cookie:
      'Signing in sets two cookies. One is deleted when you close the browser or sign out. The other lets this browser sign in while somebody else tries to guess your password; it is sent to the sign-in page only, and lasts 90 days.',
  },
  signedOut: 'You have signed out.',
  title: 'My account',
  welcome: (name: string): string => `Welcome, ${name}`,
  sessions: {
    heading: 'Where you are signed in',
    lead: 'A session ends by itself after 15 minutes without a request, and after 8 hours at the latest.',
    thisOne: 'This one',
    address: 'Internet address',
    unknownAddress: 'not known',
    since: 'Signed in',
    seen: 'Last seen',
    now: 'Now',
    ends: 'Ends, unless used',
    unknownBrowser: 'Unknown browser',
    unknownSystem: 'unknown system',
    onlyThis: 'Only this one: you are not signed in anywhere else.',
    notYou: 'Is one of them not you? End it, then write to support.',
    end: (name: string): string => `End the session on ${name}`,
    endOthers: 'End all other sessions',
    ended: {
      one: 'The session has ended. That browser has to sign in again.',
      others: 'All other sessions have ended. You are signed in only here.',
      none: 'Nothing was ended: there is no such session any more.',
    },
  },
  policyHeading: 'Your policy',
  plan: 'Plan',
  planName: 'Panel plan, clinics and hospitals',
  claimsHeading: 'Your claims',
  noClaims: 'You have sent no claim since the portal started.',
  lettersHeading: 'Your guarantee letters',
  noLetters: 'You have asked for no letter since the portal started.',
  staff: {
    link: 'Open the dashboard',
    marketing: {
      heading: 'Traffic dashboard',
      body: 'How many visits the portal gets, where they come from and which pages they read. It shows totals only, never one person.',
    },
    security: {
      heading: 'Security dashboard',
      body: 'Failed sign-ins and attacks, what was done about them, and whether the log is whole.',
    },
    developer: {
      heading: 'Developer dashboard',
      body: 'Who still calls an old endpoint, what fails, which versions changed, and what waits to be sent.',
    },
  },
};
