import type { KnownNetwork, SessionMetadata } from '../metadata.ts';
import type { LadderDecision, Origin, Signal } from './decision.ts';
import type { BindingWeights, ResolvedBinding } from './options.ts';

const WEIGHT_OF = {
  new_network: 'newNetwork',
  new_family: 'newFamily',
  unproven_network: 'unprovenNetwork',
  desktop_mode: 'desktopMode',
  new_os: 'newOs',
  new_browser: 'newBrowser',
  new_country: 'newCountry',
  unknown_country: 'unknownCountry',
  anonymous_network: 'anonymousNetwork',
  unnamed_program: 'unnamedProgram',
} as const satisfies Partial<Record<Signal, keyof BindingWeights>>;

const AS_KNOWN: LadderDecision = { verdict: 'same', score: 0, signals: [], sensitive: false };

/** Weighs a request against where its session was seen, and says what is to be done about it. */
export function decide(
  meta: Pick<SessionMetadata, 'networks' | 'clients' | 'country'>,
  origin: Origin,
  binding: Pick<ResolvedBinding, 'mode' | 'challengeAt' | 'sensitiveAt' | 'weights'>,
  sensitive: boolean,
): LadderDecision {
  const { mode } = binding;
  if (mode === 'off') return AS_KNOWN;
  if (mode === 'strict') return decideStrictly(meta, origin, sensitive);
  const signals = signalsOf(meta, origin, sensitive);
  if (signals.length === 0) return sensitive ? { ...AS_KNOWN, sensitive } : AS_KNOWN;
  let score = 0;
  for (const signal of signals) score += binding.weights[WEIGHT_OF[signal]];
  const believed = score < (sensitive ? binding.sensitiveAt : binding.challengeAt);
  const verdict = believed || mode === 'log' ? 'moved' : mode;
  return { verdict, score, signals, sensitive };
}

function decideStrictly(
  meta: Pick<SessionMetadata, 'networks'>,
  { address }: Origin,
  sensitive: boolean,
): LadderDecision {
  const known = meta.networks.length === 0 || meta.networks.some((one) => one.address === address);
  return known
    ? { ...AS_KNOWN, sensitive }
    : { verdict: 'end', score: 100, signals: ['new_address'], sensitive };
}

function signalsOf(
  meta: Pick<SessionMetadata, 'networks' | 'clients' | 'country'>,
  origin: Origin,
  sensitive: boolean,
): Exclude<Signal, 'new_address'>[] {
  const signals: Exclude<Signal, 'new_address'>[] = [];
  const network = networkSignal(meta.networks, origin, sensitive);
  if (network !== undefined) signals.push(network);
  if (!meta.clients.includes(origin.client)) signals.push(...clientSignals(meta, origin));
  const { country } = meta;
  if (country !== '' && origin.country !== '' && country !== origin.country) {
    signals.push('new_country');
  }
  const isNews = network === 'new_network' || network === 'new_family';
  // A source of countries that is away for a while says nothing about a network that is known.
  if (isNews && country !== '' && origin.country === '') signals.push('unknown_country');
  if (isNews && origin.isAnonymous) signals.push('anonymous_network');
  return signals;
}

function networkSignal(
  networks: readonly KnownNetwork[],
  { prefix }: Origin,
  sensitive: boolean,
): 'new_network' | 'new_family' | 'unproven_network' | undefined {
  // An address that cannot be read is news to a session that has one; to others it is nothing.
  if (prefix === '') return networks.length === 0 ? undefined : 'new_network';
  const known = networks.find((one) => one.prefix === prefix);
  if (known !== undefined) return known.proven || !sensitive ? undefined : 'unproven_network';
  const sameFamily = networks.some((one) => isIPv6(one.prefix) === isIPv6(prefix));
  return sameFamily || networks.length === 0 ? 'new_network' : 'new_family';
}

/** Against the closest of the known clients: a browser on another system, or another browser. */
function clientSignals(
  { clients, networks }: Pick<SessionMetadata, 'clients' | 'networks'>,
  { client, prefix }: Origin,
): readonly ('desktop_mode' | 'new_os' | 'new_browser' | 'unnamed_program')[] {
  const { browser, os } = named(client);
  const known = clients.map(named);
  const hasSystem = known.some((one) => one.os === os);
  const isAtHome = networks.some((one) => one.proven && one.prefix === prefix);
  if (browser === '' && os !== '' && hasSystem && isAtHome) return ['unnamed_program'];
  const systems = known.filter((one) => one.browser === browser).map((one) => one.os);
  if (systems.includes(os)) return ['desktop_mode'];
  if (systems.some((system) => isDesktopMode(system, os))) return ['desktop_mode'];
  if (systems.length > 0) return ['new_os'];
  if (hasSystem) return ['new_browser'];
  return ['new_browser', 'new_os'];
}

/**
 * One browser has several names: Safari on a phone, Chrome inside of an app, Edge as it shows old pages. From
 * one to another it is the same step as to the desktop's page and back.
 */
function named(client: string): { readonly browser: string; readonly os: string } {
  const [name = '', os = ''] = client.split('/');
  const browser = name.replace(/^Mobile /, '').replace(/ WebView$/, '');
  return { browser: browser === 'IE' ? 'Edge' : browser, os };
}

/** What the same phone says of itself when it is asked for the desktop's page. */
function isDesktopMode(one: string, other: string): boolean {
  const family = (os: string): string => (/^(?:i(?:Pad)?OS|Mac ?OS)$/i.test(os) ? 'Apple' : os);
  if (family(one) === 'Apple') return family(other) === 'Apple';
  const pair = [one, other];
  return pair.includes('Android') && pair.includes('Linux');
}

function isIPv6(prefix: string): boolean {
  return prefix.includes(':');
}

const MOST_CLIENTS = 4;

/** The metadata with an origin remembered: as proven, or as let pass. */
export function remember(
  meta: SessionMetadata,
  origin: Origin,
  proven: boolean,
  most: number,
  now: number,
): SessionMetadata {
  return {
    ...meta,
    networks: rememberNetwork(meta.networks, origin, proven, most, now),
    clients: rememberClient(meta.clients, origin.client),
    country: origin.country === '' ? meta.country : origin.country,
  };
}

/** A program without a name is not remembered: any would do for it. */
function rememberClient(clients: readonly string[], client: string): readonly string[] {
  if (client.startsWith('/')) return clients;
  return [...clients.filter((known) => known !== client), client].slice(-MOST_CLIENTS);
}

function rememberNetwork(
  networks: readonly KnownNetwork[],
  { address, prefix }: Origin,
  proven: boolean,
  most: number,
  now: number,
): readonly KnownNetwork[] {
  if (prefix === '') return networks;
  const known = networks.find((one) => one.prefix === prefix);
  const others = networks.filter((one) => one !== known);
  const family = others.filter((one) => isIPv6(one.prefix) === isIPv6(prefix));
  // A proven network is worth more than one that was let pass, however old.
  const inOrder = [...family.filter((one) => !one.proven), ...family.filter((one) => one.proven)];
  const surplus = new Set(inOrder.slice(0, Math.max(0, family.length + 1 - most)));
  return [
    ...others.filter((one) => !surplus.has(one)),
    { address, prefix, since: known?.since ?? now, proven: proven || known?.proven === true },
  ];
}
