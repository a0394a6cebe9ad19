import { dayFromToday } from '../src/formats.ts';

/**
 * A claim without a fault.
 *
 * @param policy What the form asks at present: consent to something else would not hold.
 */
export function filledClaim(policy: string): Readonly<Record<string, string>> {
  return {
    patient: 'Ali bin Abu',
    identityCard: '900131-14-5678',
    policyNumber: 'em-2048-7731',
    clinic: 'Klinik Tujuh Purnama',
    treatment: 'dental',
    visitDate: dayFromToday(-3),
    amount: 'RM 1,085.50',
    bank: 'Bank Contoh',
    bankAccount: '1234 5678 9012',
    email: 'ali@mail.example',
    'explicit.health.policy': policy,
    'explicit.health': 'yes',
    'explicit.health.by': 'self',
  };
}

/** A request for a letter. Fields of other forms are not looked at, so one person's details do for both. */
export function filledLetter(policy: string): Readonly<Record<string, string>> {
  return {
    ...filledClaim(policy),
    hospital: 'Hospital Seri Contoh',
    service: 'daycare',
    admissionDate: dayFromToday(10),
    reason: 'Knee',
    phone: '012-345 6789',
  };
}
