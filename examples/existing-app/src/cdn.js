/** A host of its own for pictures, as a CDN is one: another origin, and still this machine. */
import { once } from 'node:events';
import { createServer } from 'node:http';

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48">
<path fill="#0a6" d="M18 4h12v14h14v12H30v14H18V30H4V18h14z"/></svg>`;

const cdn = createServer((_req, res) => {
  // helmet asks for this of pictures of other origins on some pages; a CDN always sends it.
  res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  res.setHeader('Content-Type', 'image/svg+xml');
  res.end(LOGO);
});
cdn.listen(0, '127.0.0.1');
await once(cdn, 'listening');
// It does not keep the app running.
cdn.unref();
process.env.CDN = `http://127.0.0.1:${cdn.address().port}`;
