import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { EmasError } from '@emas/errors';
import type { CountryResponse, Reader } from 'mmdb-lib';

/** ISO 3166-1 alpha-2 code of an address; '' where unknown. */
export type CountryLookup = (address: string) => string;

/** MaxMind's form, and the flat one of the databases on the npm registry. */
type CountryRecord = CountryResponse & { readonly country_code?: string };

/** Of this process, by path: an app has several request contexts, and a database has megabytes. */
const opened = new Map<string, CountryLookup>();

/**
 * Opens a MaxMind DB file (GeoLite2-Country, DB-IP Lite and others share the format) for country codes.
 * The file is read into memory once.
 *
 * @throws EmasError `ERR_EMAS_COUNTRY_DATABASE` when it cannot be read.
 */
export function openCountryDatabase(path: string): CountryLookup {
  const known = opened.get(path);
  if (known !== undefined) return known;
  const lookup = open(path);
  opened.set(path, lookup);
  return lookup;
}

function open(path: string): CountryLookup {
  let reader: Reader<CountryRecord>;
  try {
    const Opened = loadReader();
    reader = new Opened<CountryRecord>(readFileSync(path));
  } catch (cause) {
    throw new EmasError(
      'ERR_EMAS_COUNTRY_DATABASE',
      `The country database ${path} cannot be read.`,
      {
        cause,
        help: 'Name an .mmdb file such as GeoLite2-Country.mmdb, or leave the option out.',
      },
    );
  }
  return (address) => {
    if (address === '') return '';
    const found = reader.get(address);
    return countryCode(
      found?.country?.iso_code ?? found?.registered_country?.iso_code ?? found?.country_code,
    );
  };
}

/**
 * A country code as a proxy sends it. `XX` (unknown) and `T1` (Tor) are codes of no country.
 *
 * @returns '' for anything that is not a code.
 */
export function countryCode(value: string | undefined): string {
  if (value === undefined || !/^[A-Za-z]{2}$/.test(value)) return '';
  const code = value.toUpperCase();
  return code === 'XX' ? '' : code;
}

/** Only for an app that has such a file. */
function loadReader(): typeof Reader {
  // Types cannot know what is loaded by name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const library = createRequire(import.meta.url)('mmdb-lib') as typeof import('mmdb-lib');
  return library.Reader;
}
