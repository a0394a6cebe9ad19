import type { EventBus } from './bus.ts';

const LONGEST = 200;

/** What a request says of itself that another site's page sent. */
export interface CrossSiteRequest {
  readonly origin: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly source_ip: string;
}

/** Tells that a request was refused since it came from another site (ASVS 5.0, 16.3.3). */
export function tellCrossSite(bus: Pick<EventBus, 'emit'>, request: CrossSiteRequest): void {
  const { origin = '', method, path, source_ip } = request;
  bus.emit('cross_site_refused', {
    origin: origin.slice(0, LONGEST),
    method: method.slice(0, LONGEST),
    path: path.slice(0, LONGEST),
    source_network: source_ip,
  });
}
