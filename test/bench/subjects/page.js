import { bytesInUse } from './bytes-in-use.js';
import { Profile } from './profile.js';

/** The page that every server of this bench answers. */
export const PAGE = `<!doctype html><html lang="ms"><title>Halaman</title><h1>Halaman</h1>${'<p>Teks.</p>'.repeat(100)}</html>`;

/** Listens and says where. When asked, it tells how much memory it uses, or where its time went. */
export function listen(app) {
  app.get('/page', (_req, res) => {
    res.type('html').send(PAGE);
  });
  // Never answered: what a request holds while it is served.
  app.get('/held', (_req, res) => void res.flushHeaders());
  const profile = new Profile();
  const answers = {
    memory: () => ({ bytes: bytesInUse() }),
    'begin profile': () => profile.begin(),
    'end profile': () => profile.end(),
  };
  process.on('message', async (asked) => process.send(await answers[asked]()));
  const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
}
