import type { Consent } from '../request.ts';

/** What Google's tags ask about (developers.google.com/tag-platform/security/concepts/consent-mode). */
export const GOOGLE_TYPES = [
  'ad_storage',
  'ad_user_data',
  'ad_personalization',
  'analytics_storage',
  'functionality_storage',
  'personalization_storage',
  'security_storage',
] as const;

export type GoogleConsentType = (typeof GOOGLE_TYPES)[number];

/** Ids of purposes by Google's types. */
export type ConsentModeMap = Readonly<Partial<Record<GoogleConsentType, string>>>;

/** What is told to Google's tags. */
export type ConsentModeState = Readonly<Record<GoogleConsentType, 'granted' | 'denied'>>;

/** Each type by the purpose that stands for it; what nobody named is denied. */
export function consentModeState(
  map: ConsentModeMap,
  mine: Pick<Consent, 'allows'>,
): ConsentModeState {
  const stateOf = (type: GoogleConsentType): 'granted' | 'denied' => {
    const purpose = map[type];
    return purpose !== undefined && mine.allows(purpose) ? 'granted' : 'denied';
  };
  return {
    ad_storage: stateOf('ad_storage'),
    ad_user_data: stateOf('ad_user_data'),
    ad_personalization: stateOf('ad_personalization'),
    analytics_storage: stateOf('analytics_storage'),
    functionality_storage: stateOf('functionality_storage'),
    personalization_storage: stateOf('personalization_storage'),
    security_storage: stateOf('security_storage'),
  };
}
