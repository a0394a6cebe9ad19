import type { ResolvedOptions } from '../options.ts';
import { enterprise } from './enterprise.ts';
import { PROVIDERS } from './provider-table.ts';
import type { Provider } from './provider.ts';
import { siteverify } from './siteverify.ts';

/** The one that the options name. */
export function providerOf(options: ResolvedOptions): Provider {
  const { provider, siteKey, secret, project = '', action, host } = options;
  const { protocol, endpoint, tellsSiteKey, isIdempotent } = PROVIDERS[provider];
  const url = `${host ?? endpoint.host}${endpoint.path}`;
  if (protocol === 'enterprise') {
    return enterprise({ url, project, apiKey: secret, siteKey, action });
  }
  return siteverify({ url, secret, siteKey: tellsSiteKey ? siteKey : undefined, isIdempotent });
}
