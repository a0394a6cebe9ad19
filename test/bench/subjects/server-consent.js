/** A page that sets a cookie, without consent, behind the gate, and with the form in it. */
import express from 'express';
import { consent } from '../../../packages/consent/dist/index.js';
import { requestContext } from '../../../packages/request-context/dist/index.js';
import { listen } from './page.js';

const { kind } = JSON.parse(process.argv[2]);
const app = express();
const both = (text) => ({ en: text, ms: text });

const service = (id, more) => ({
  id,
  name: id,
  description: both(`What ${id} does`),
  provider: { name: 'Provider Sdn Bhd', country: 'MY', privacy: 'https://provider.example/' },
  retention: both('30 days'),
  healthData: false,
  ...more,
});
const purpose = (id, services) => ({
  id,
  name: both(id),
  description: both(`Why ${id}`),
  services,
});
const cookie = (name) => ({ name, description: both('What it holds'), retention: both('30 days') });

app.use(requestContext({ app }));
if (kind !== 'without') {
  app.use(
    consent({
      purposes: [
        purpose('chat', [service('chatter', { script: { src: 'https://provider.example/a.js' } })]),
        purpose('figures', [service('counter', { cookies: [cookie('_count')] })]),
        purpose('maps', [service('map', {})]),
      ],
    }),
  );
}
app.use((req, res, next) => {
  if (kind === 'asked') {
    if (req.consent.allows('maps')) res.locals.map = true;
    res.locals.scripts = res.locals.script('chatter');
    res.cookie('_count', '1');
  }
  if (kind === 'form') res.locals.form = res.locals.consentForm({ language: 'en' });
  next();
});
listen(app);
