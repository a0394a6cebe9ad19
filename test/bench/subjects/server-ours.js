/** The suite: every part that a request meets, with a limit and a line for each request; or some of them. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from '@emas/suite';
import express from 'express';
import { SUITE_PARTS } from '../suite-parts.js';
import { listen } from './page.js';

const { folder, parts = Object.keys(SUITE_PARTS) } = JSON.parse(process.argv[2]);
const has = (part) => parts.includes(part);
const both = (text) => ({ en: text, ms: text });

const consent = {
  purposes: [
    {
      id: 'maps',
      name: both('Maps'),
      description: both('Shows where the clinics are.'),
      services: [
        {
          id: 'map',
          name: 'Map',
          description: both('Draws the map.'),
          provider: { name: 'Maps Sdn Bhd', country: 'MY', privacy: 'https://maps.example/' },
          retention: both('not at all'),
          healthData: false,
        },
      ],
    },
  ],
};
const emas = suite({
  app: 'bench',
  data: folder,
  timeZone: 'Asia/Kuala_Lumpur',
  announce: false,
  lockFile: false,
  log: { console: false },
  // As the stack by hand has one.
  accessLog: has('accessLog'),
  ...(has('consent') ? { consent } : {}),
  ...(has('hardening') ? {} : { hardening: false }),
  ...(has('sessions') ? {} : { session: false }),
  ...(has('figures') ? {} : { clickhouse: false }),
});
const app = express();
emas.mount(app);
if (has('limit')) app.use(emas.rateLimit({ name: 'all', limit: 1_000_000_000 }));

// The engine makes its tables once, on the same core: what is measured is an app that has started.
const starting = app.listen(0, '127.0.0.1');
await once(starting, 'listening');
for (;;) {
  const answer = await fetch(`http://127.0.0.1:${starting.address().port}/emas/health`);
  if ((await answer.json()).status === 'ok') break;
  await sleep(200);
}
starting.close();
listen(app);
