import { COUNTRY_PLACES } from './country-places.ts';

type Place = readonly [latitude: number, longitude: number];

const EARTH_RADIUS_KM = 6371;

let places: Map<string, Place[]> | undefined;
const known = new Map<string, number>();

/**
 * How far two countries are apart, kilometres, between those of their principal places that are nearest to
 * each other: 300 from Malaysia to Singapore, 0 where a country is not known. Accurate to a degree.
 */
export function countryDistance(one: string, other: string): number {
  const key = one < other ? one + other : other + one;
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  places ??= readPlaces();
  const from = places.get(one) ?? [];
  const to = places.get(other) ?? [];
  const all = from.flatMap((start) => to.map((end) => kilometres(start, end)));
  const nearest = all.length === 0 ? 0 : Math.min(...all);
  // Names that are no country's come from a header at worst: they are not kept.
  if (all.length > 0) known.set(key, nearest);
  return nearest;
}

function readPlaces(): Map<string, Place[]> {
  const rows = COUNTRY_PLACES.split(';').filter((row) => row !== '');
  return new Map(
    rows.map((row) => {
      const [country = '', list = ''] = row.split(':');
      return [country, list.split(' ').map(readPlace)];
    }),
  );
}

function readPlace(text: string): Place {
  const [latitude = 0, longitude = 0] = text.split(',').map(Number);
  return [latitude, longitude];
}

/** By the haversine formula. */
function kilometres([latitude, longitude]: Place, [otherLatitude, otherLongitude]: Place): number {
  const radians = Math.PI / 180;
  const north = Math.sin(((otherLatitude - latitude) * radians) / 2) ** 2;
  const east = Math.sin(((otherLongitude - longitude) * radians) / 2) ** 2;
  const parallel = Math.cos(latitude * radians) * Math.cos(otherLatitude * radians);
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(north + parallel * east));
}
