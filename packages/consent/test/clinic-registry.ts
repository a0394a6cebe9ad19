import type { Purpose, Service, ServiceCookie } from '@emas/consent';

const both = (text: string): { en: string; ms: string } => ({ en: text, ms: `${text} (ms)` });

export function service(id: string, more: Partial<Service> = {}): Service {
  return {
    id,
    name: id,
    description: both(`What ${id} does`),
    provider: {
      name: 'Chatter Sdn Bhd',
      country: 'MY',
      privacy: 'https://chatter.example/privacy',
    },
    retention: both('30 days'),
    healthData: false,
    ...more,
  };
}

export const cookie = (name: string, more: object = {}): ServiceCookie => ({
  name,
  description: both('What it holds'),
  retention: both('30 days'),
  ...more,
});

export function purpose(id: string, services: readonly Service[], more: object = {}): Purpose {
  return { id, name: both(id), description: both(`Why ${id}`), services, ...more };
}

/** Signing in is necessary; a chat, figures of a third party and a map are asked about. */
export const PURPOSES: readonly Purpose[] = [
  purpose('signing-in', [service('portal', { cookies: [cookie('sid')] })], { necessary: true }),
  purpose('support-chat', [
    service('chat', {
      cookies: [cookie('chatter_*'), cookie('wide', { domain: 'portal.example', path: '/help' })],
      storage: [cookie('chatter')],
      script: {
        src: 'https://chatter.example/widget.js?a=1&b=2',
        needs: { frames: ['https://chatter.example'] },
      },
    }),
  ]),
  purpose('figures', [service('counter', { cookies: [cookie('_count')] })]),
  purpose(
    'maps',
    [service('map', { frame: { src: 'https://maps.example/kl?z=1&m=2', title: both('A map') } })],
    { signals: false },
  ),
];
