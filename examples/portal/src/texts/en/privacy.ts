export const privacy = {
  title: 'Privacy notice',
  lead: 'What this portal records about you, why, and what you can do about it. It is written to be read, and it matches what the portal really does.',
  complain: {
    heading: 'If you are not satisfied',
    body: 'Write to us first; most things are settled that way. You may also complain to the Personal Data Protection Commissioner at any time.',
    support: 'Write to support',
    commissioner: 'Department of Personal Data Protection',
  },
};
