/** All domains of two letters are countries' (ISO 3166-1, RFC 1591), and no others are. */
const COUNTRY = /\.(?:(?:com?|org|net|edu|it)\.)?[a-z]{2}$/;

/**
 * A host with `{}` for `com` or the suffix of a country, `google.com.my` → `google.{}`. The suffixes are those
 * that Matomo's list of search engines allows: a country's, or `com`, `co`, `org`, `net`, `edu`, `it` before it.
 *
 * @returns '' for a host with another suffix, or with nothing before it.
 */
export function withoutCountry(host: string): string {
  const end = host.endsWith('.com') ? host.length - '.com'.length : host.search(COUNTRY);
  return end <= 0 ? '' : `${host.slice(0, end)}.{}`;
}
