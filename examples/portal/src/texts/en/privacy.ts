export const privacy = {
  title: 'Privacy notice',
  lead: 'What this portal notes about you, why, and what you can do about it. It is written to be read, and to hold for what the portal really does.',
  updated: 'In force since 24 November 2026.',
  measured: {
    heading: 'What is measured when you visit',
    intro:
      'We want to know how many people use the portal and whether they find what they need. For that we keep totals of each day:',
    pages: 'which page was opened, and which page a visit began and ended with',
    source: 'which site led here, as the name of the site only',
    device: 'the kind of device, the browser and the operating system',
    country: 'the country, where it is known',
    length: 'how long visits last and how many pages they have',
    totals:
      'Today and yesterday, the portal keeps a line for each page view, with a code in place of its visitor. When a day is over, only totals stay: groups of fewer than five visitors become “other”, every number is rounded up or down at random to a multiple of five, and the lines are deleted with their codes. Nothing about you is left then. Where this portal runs as a demonstration on a developer’s machine, it rounds nothing, so that you can see your own visit.',
    cookie:
      'Measuring sets no cookie, stores nothing on your device, runs no script and sends nothing to another company.',
    key: 'So that two pages opened by one visitor do not count as two visitors, the server makes a code from your address, your browser and a random number. The random number changes every day and is destroyed after the next one. From then on nobody can link the code to you, not even we.',
  },
  address: {
    heading: 'Your address on the internet',
    body: 'Every request carries the address of your connection. The figures never hold it. While you are signed in it is kept with your session, together with the time, your browser and system and, where it is known, the country. This is so that you can see on your account page where your account is open, and so that we notice when somebody else uses your session: for that, the session remembers the networks it was used from, up to eight of each kind (IPv4 and IPv6), with one address each. All of it is deleted with the session: when you sign out or end the session on your account page, after fifteen minutes without a request, and after eight hours at most. For another ten minutes we know only that the session ended and why.',
  },
  cookies: {
    heading: 'Cookies',
    body: 'Four at most. If you sign in, one holds a random number, signed, that tells the portal which session is yours. Its name is a code that says nothing about you and changes every month. It has no expiry date and is gone when you close the browser. No other site can read it, nor can any script. Signing out also has your browser delete everything else it has stored from this portal. Another one lets this browser sign in to your account while somebody else guesses at your password. It holds a random number, goes to the sign-in page only, and lasts 90 days. If you make a choice about privacy, one keeps that choice, and nothing that tells you from anybody else who chose the same on that day. And if you allow it, one remembers your language. Maps come from another company and are loaded only when you allow them.',
  },
  law: {
    heading: 'What the law asks us to tell you',
    intro:
      'Section 7(1) of the Personal Data Protection Act 2010 names eight things. Here they are in plain words.',
    items: {
      data: {
        heading: 'What we hold about you',
        body: 'We process personal data that you give us: name, identity card number, policy number, contact details, bank account, and details about health in claims and requests. In this demonstration they stay in memory, and the identity card number is checked and then let go.',
      },
      purpose: {
        heading: 'What it is for',
        body: 'To decide and pay claims, to issue guarantee letters, to answer your messages and to keep your account safe. Not for advertising, and not to make a profile of you.',
      },
      source: {
        heading: 'Where it comes from',
        body: 'From you, through these forms. Your policy details come from the insurer or employer who gave you the cover.',
      },
      rights: {
        heading: 'Your right to see and correct it, and how to reach us',
        body: 'You may ask for a copy of your data and have mistakes corrected. We answer within 21 days. Write to us under the topic “My personal data”, also with questions and complaints.',
      },
      disclosure: {
        heading: 'Who else gets it',
        body: 'The clinic or hospital that treats you, your insurer or employer’s plan, and the bank that carries out the payment; each only what it needs. Nobody gets the visit figures as anything but totals.',
      },
      choices: {
        heading: 'How you can limit it',
        body: 'Leave optional fields empty, use the portal without signing in, or withdraw your agreement by writing to us. The same goes for people you name in a form, such as your child or your doctor: tell us about them only what the form asks for.',
      },
      duty: {
        heading: 'What you must give and what you may',
        body: 'Fields marked optional are voluntary. The others are needed for that form. Reading the portal needs no details at all.',
      },
      refusal: {
        heading: 'What happens if you do not',
        body: 'We then cannot decide that claim, issue that letter or answer that message. Nothing else changes for you.',
      },
    },
  },
  complain: {
    heading: 'If you are not satisfied',
    body: 'Write to us first; most things are settled that way. You may also complain to the Personal Data Protection Commissioner at any time.',
    support: 'Write to support',
    commissioner: 'Department of Personal Data Protection',
  },
};
