import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { consent } from '@emas/consent';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { hardening } from '@emas/hardening';
import { requestContext } from '@emas/request-context';
import express from 'express';

/** A site that asks for consent under the strict policy; a chat and a map are other hosts'. */
export interface ConsentSite {
  readonly origin: string;
  /** What the other hosts were asked for. */
  readonly asked: { readonly chat: readonly string[]; readonly map: readonly string[] };
  readonly told: readonly EmasEvent[];
  /** From now on the site is another: what it asks has changed. */
  change(): void;
  close(): void;
}

const both = (en: string, ms: string): { en: string; ms: string } => ({ en, ms });
const CHAT = 'document.querySelector("#chat").textContent = "Chat is open";';
const MAP = '<!doctype html><html lang="en"><title>Map</title><p>The map itself</p></html>';

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

function otherHost(type: string, body: string): { server: Server; asked: string[] } {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(req.url ?? '');
    res.writeHead(200, { 'Content-Type': type });
    res.end(body);
  });
  return { server, asked };
}

export async function startConsentSite(): Promise<ConsentSite> {
  const chat = otherHost('text/javascript', CHAT);
  const map = otherHost('text/html', MAP);
  const hosts = { chat: await listening(chat.server), map: await listening(map.server) };
  const events = createEventBus();
  const told: EmasEvent[] = [];
  events.subscribe((event) => told.push(event));
  const app = express();
  app.use(requestContext({ app }), hardening({ events }));
  let asking = consentOf(hosts, events, 'Shows the chat.');
  app.use((req, res, next) => asking(req, res, next));
  app.get('/favicon.ico', (_req, res) => void res.sendStatus(204));
  app.get(['/', '/other'], (req, res) => {
    const language = req.query['lang'] === 'ms' ? 'ms' : 'en';
    const { dir = 'ltr', modal, head } = req.query;
    const { consentForm, script, frame, consentMode } = res.locals;
    const isModal = modal !== undefined;
    res.send(`<!doctype html><html lang="${language}" dir="${dir === 'rtl' ? 'rtl' : 'ltr'}">
      <title>Page</title><meta name="viewport" content="width=device-width">
      ${head === undefined ? '' : consentMode?.()}
      <main><h1>Page</h1><p id="chat">No chat</p><a href="/other">Another page</a>
      <a href="/emas/consent?lang=${language}">Privacy choices</a>
      ${frame?.('map', { language })}</main>
      ${consentForm?.({ language, modal: isModal })}${script?.('chat')}</html>`);
  });
  const server = createServer(app);
  const origin = await listening(server);
  return {
    origin,
    asked: { chat: chat.asked, map: map.asked },
    told,
    change() {
      asking = consentOf(hosts, events, 'Shows the chat and keeps it for longer.');
    },
    close() {
      for (const one of [server, chat.server, map.server]) {
        one.close();
        one.closeAllConnections();
      }
    },
  };
}

function consentOf(
  hosts: { readonly chat: string; readonly map: string },
  events: ReturnType<typeof createEventBus>,
  chat: string,
): ReturnType<typeof consent> {
  const provider = { name: 'Chatter Sdn Bhd', country: 'SG', privacy: 'https://chatter.example/' };
  return consent({
    events,
    consentMode: { analytics_storage: 'support-chat' },
    purposes: [
      {
        id: 'signing-in',
        name: both('Signing in', 'Log masuk'),
        description: both('Keeps you signed in.', 'Mengekalkan log masuk anda.'),
        necessary: true,
        services: [
          {
            id: 'portal',
            name: 'e-MAS',
            description: both('The portal itself.', 'Portal ini sendiri.'),
            provider: { name: 'e-MAS', country: 'MY', privacy: 'https://portal.example/privacy' },
            retention: both('until you close the browser', 'sehingga anda menutup pelayar'),
            healthData: true,
          },
        ],
      },
      {
        id: 'support-chat',
        kind: 'preferences',
        name: both('Support by chat', 'Sokongan melalui sembang'),
        description: both(
          'Somebody answers while you read.',
          'Seseorang menjawab semasa anda membaca.',
        ),
        services: [
          {
            id: 'chat',
            name: 'Chatter',
            description: both(chat, 'Memaparkan sembang.'),
            provider,
            retention: both('30 days', '30 hari'),
            healthData: false,
            cookies: [
              {
                name: 'chatter_id',
                description: both('Your conversation', 'Perbualan anda'),
                retention: both('30 days', '30 hari'),
              },
            ],
            script: { src: `${hosts.chat}/widget.js` },
          },
        ],
      },
      {
        id: 'maps',
        kind: 'content',
        name: both('Maps', 'Peta'),
        description: both('Shows where clinics are.', 'Menunjukkan lokasi klinik.'),
        services: [
          {
            id: 'map',
            name: 'Peta Klinik',
            description: both('Draws the map.', 'Melukis peta.'),
            provider: { ...provider, name: 'Peta Sdn Bhd', country: 'MY' },
            retention: both('not at all', 'tidak disimpan'),
            healthData: false,
            frame: { src: `${hosts.map}/kl`, title: both('Map of clinics', 'Peta klinik') },
          },
        ],
      },
    ],
  });
}
