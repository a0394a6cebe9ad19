import { z } from 'zod';

/** What a page may not do, nor what it has in frames: the features that some engine asks a policy about. */
const SHUT = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
] as const;

/** A feature of the Permissions Policy that is shut by default. */
export type Feature = (typeof SHUT)[number];

export const FEATURES: readonly Feature[] = SHUT;

/** For each feature who may use it: `'self'`, and origins whose frames the pages show. */
export type FeatureOrigins = Readonly<Partial<Record<Feature, readonly string[]>>>;

const ORIGIN_WANTED = 'expected "\'self\'", or origins such as https://video.example';

export const featureOrigin: z.ZodType<string> = z
  .string({ error: ORIGIN_WANTED })
  .regex(/^(?:'self'|https:\/\/[\w.-]+(?::\d{1,5})?)$/, ORIGIN_WANTED);

/** A list of features is for the site itself. What is neither a list nor an object is left for the schema to refuse. */
export function originsOf(given: unknown): unknown {
  return Array.isArray(given)
    ? Object.fromEntries(given.map((feature: unknown) => [String(feature), ["'self'"]]))
    : given;
}

/**
 * The value of `Permissions-Policy`: all shut, but for those who may (W3C Permissions Policy §5.2).
 *
 * @param reportTo Name of the endpoint that hears what is against it.
 */
export function permissionsPolicy(allowed: FeatureOrigins, reportTo?: string): string {
  const told = reportTo === undefined ? '' : `;report-to=${reportTo}`;
  return SHUT.map((feature) => `${feature}=(${allowlist(allowed[feature] ?? [])})${told}`).join(
    ', ',
  );
}

function allowlist(origins: readonly string[]): string {
  return origins.map((origin) => (origin === "'self'" ? 'self' : `"${origin}"`)).join(' ');
}
