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

/** The value of `Permissions-Policy`: all shut, but for those that the site itself uses. */
export function permissionsPolicy(allowed: readonly Feature[]): string {
  return SHUT.map((feature) => `${feature}=(${allowed.includes(feature) ? 'self' : ''})`).join(
    ', ',
  );
}
