import { useMemo } from 'preact/hooks';
import { zoneCity } from './zone-city.ts';
import { config } from './config.ts';
import { go, texts, timeZone, view } from './navigation.ts';

/** A select: typing the first letters of a city finds it, on a phone it opens the system's own list. */
export function TimeZonePicker() {
  const { timeZone: label, timeZoneSite, timeZoneYours, timeZoneUniversal } = texts.value;
  const chosen = timeZone.value;
  const yours = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const first = new Set([config.timeZone, yours, 'UTC', chosen]);
  const hints: Readonly<Record<string, string>> = {
    UTC: timeZoneUniversal,
    [yours]: timeZoneYours,
    [config.timeZone]: timeZoneSite,
  };
  return (
    <label class="zone">
      <span class="visually-hidden">{label}</span>
      <select
        value={chosen}
        onChange={(event) => {
          const zone = event.currentTarget.value;
          go({ ...view.value, timeZone: zone === config.timeZone ? null : zone });
        }}
      >
        {[...first].map((zone) => (
          <option key={zone} value={zone} selected={zone === chosen}>
            {hints[zone] === undefined ? zoneCity(zone) : `${zoneCity(zone)} (${hints[zone]})`}
          </option>
        ))}
        <AllZones except={[...first].join(' ')} />
      </select>
    </label>
  );
}

/** Four hundred options that hardly ever change: made once for each language. */
function AllZones({ except }: { readonly except: string }) {
  const { timeZoneOther } = texts.value;
  return useMemo(
    () =>
      [...zonesByRegion(new Set(except.split(' ')), timeZoneOther)].map(([region, zones]) => (
        <optgroup key={region} label={region}>
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zoneCity(zone)}
            </option>
          ))}
        </optgroup>
      )),
    [except, timeZoneOther],
  );
}

function zonesByRegion(except: ReadonlySet<string>, other: string): Map<string, string[]> {
  const regions = new Map<string, string[]>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    if (except.has(zone)) continue;
    const slash = zone.indexOf('/');
    const region = slash === -1 ? other : zone.slice(0, slash);
    const zones = regions.get(region);
    if (zones === undefined) regions.set(region, [zone]);
    else zones.push(zone);
  }
  return regions;
}
