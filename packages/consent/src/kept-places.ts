import { waitingPlaces } from '@emas/clickhouse/internal';
import type { KeptPlace } from '@emas/data-map';
import type { ResolvedOptions } from './options.ts';
import type { Purpose, Service } from './registry/purpose.ts';

const DAY_MS = 86_400_000;
/** How long the table keeps a receipt: its TTL. */
export const RECEIPT_MS: number = 2557 * DAY_MS;

/** The cookie that keeps a choice, what was allowed to be kept in the browser, and to whom its pages lead. */
export function consentPlaces(options: ResolvedOptions): readonly KeptPlace[] {
  const { purposes, domain, remember } = options;
  const choice: KeptPlace = {
    id: 'consent/choice',
    kind: 'cookie',
    where: choiceCookieName({ domain, isSecure: true }),
    holds: ['choice', 'day'],
    reason: 'consent',
    kept: { ms: Math.max(remember.accepted, remember.refused) * DAY_MS, after: 'written' },
    readers: ['app'],
  };
  return [choice, ...purposes.flatMap((purpose) => placesOf(purpose))];
}

/** The prefixes have browsers take it over HTTPS only, and from this very host (RFC 6265bis §4.1.3). */
export function choiceCookieName(of: {
  readonly isSecure: boolean;
  readonly domain: string | undefined;
}): string {
  if (!of.isSecure) return 'consent';
  return of.domain === undefined ? '__Host-consent' : '__Secure-consent';
}

function placesOf(purpose: Purpose): readonly KeptPlace[] {
  return purpose.services.flatMap((service) => [
    ...storedItems(purpose, service),
    ...recipientOf(purpose, service),
  ]);
}

/** What the registry says of cookies and storage, in its own words. */
function storedItems({ id, name: why }: Purpose, service: Service): KeptPlace[] {
  const { cookies = [], storage = [] } = service;
  const items = [
    ...cookies.map((item) => ({ item, kind: 'cookie' as const })),
    ...storage.map((item) => ({ item, kind: 'storage' as const })),
  ];
  return items.map(({ item, kind }) => ({
    id: `consent/${id}/${service.id}/${item.name}`,
    kind,
    where: item.name.replaceAll('*', '<name>'),
    holds: ['app-data'],
    reason: 'app',
    kept: { said: item.retention },
    readers: ['recipient'],
    recipient: service.provider,
    words: { what: item.description, why },
  }));
}

/**
 * The provider of a service learns something; whose script or frame is in a page, what any site learns that
 * is asked for something.
 */
function recipientOf({ id, name: why }: Purpose, service: Service): KeptPlace[] {
  const { script, frame, provider, description: what, retention } = service;
  const isLoaded = script !== undefined || frame !== undefined;
  return [
    {
      id: `consent/${id}/${service.id}`,
      kind: 'recipient',
      where: isLoaded ? `${service.name}, from the browser` : service.name,
      holds: isLoaded ? ['address', 'agent', 'app-data'] : ['app-data'],
      reason: 'app',
      kept: { said: retention },
      readers: ['recipient'],
      recipient: provider,
      words: { what, why },
    },
  ];
}

/** The copy of the receipts in ClickHouse. @param spool Folder in which they wait. */
export function recordPlaces(spool: string | undefined): readonly KeptPlace[] {
  const holds = ['receipt', 'choice', 'account', 'hour'] as const;
  const reason = 'consent';
  const kept = { ms: RECEIPT_MS, after: 'written', exempt: 'proof' } as const;
  return [
    {
      id: 'consent-records/receipts',
      kind: 'table',
      where: 'emas_consent_receipts',
      holds,
      reason,
      kept,
      readers: ['app'],
    },
    ...waitingPlaces({ part: 'consent-records', spool, rejected: kept, holds, reason }),
  ];
}
