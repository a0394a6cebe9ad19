import { bytesInUse } from './bytes-in-use.js';

/** The page that every server of this bench answers. */
export const PAGE = `<!doctype html><html lang="ms"><title>Halaman</title><h1>Halaman</h1>${'<p>Teks.</p>'.repeat(100)}</html>`;

/** Listens and says where. To any message it answers with the memory that it needs. */
export function listen(app) {
  app.get('/page', (_req, res) => {
    res.type('html').send(PAGE);
  });
  // Never answered: what a request holds while it is served.
  app.get('/held', (_req, res) => void res.flushHeaders());
  process.on('message', () => process.send({ bytes: bytesInUse() }));
  const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
}
