/** The values that the portal's lists send. What they are called stands in the texts. */

export const TREATMENTS = ['outpatient', 'dental', 'optical', 'maternity', 'hospital'] as const;
export type Treatment = (typeof TREATMENTS)[number];

export const HOSPITAL_SERVICES = ['admission', 'daycare', 'maternity', 'specialist'] as const;
export type HospitalService = (typeof HOSPITAL_SERVICES)[number];

export const SUPPORT_TOPICS = ['claim', 'letter', 'clinic', 'account', 'privacy', 'other'] as const;
export type SupportTopic = (typeof SUPPORT_TOPICS)[number];

export const STATES = [
  'johor',
  'kedah',
  'kelantan',
  'kualaLumpur',
  'melaka',
  'negeriSembilan',
  'pahang',
  'penang',
  'perak',
  'sabah',
  'sarawak',
  'selangor',
  'terengganu',
] as const;
export type State = (typeof STATES)[number];
