/** One way in which a request differs from where its session was seen. */
export type Signal =
  | 'new_address'
  | 'new_network'
  | 'new_family'
  | 'unproven_network'
  | 'desktop_mode'
  | 'new_os'
  | 'new_browser'
  | 'new_country'
  | 'unknown_country'
  | 'anonymous_network'
  | 'unnamed_program';

/** What the ladder says of a request, and why. */
export interface LadderDecision {
  /** `same`: as known. `moved`: different, and believed. `challenge`, `end`: not believed. */
  readonly verdict: 'same' | 'moved' | 'challenge' | 'end';
  readonly score: number;
  readonly signals: readonly Signal[];
  readonly sensitive: boolean;
}

/** Where a request comes from, as far as the ladder looks. */
export interface Origin {
  readonly address: string;
  readonly prefix: string;
  /** `Chrome/Windows`. */
  readonly client: string;
  readonly country: string;
  /** Tor, or a network of a hosting or VPN provider. */
  readonly isAnonymous: boolean;
}
