/**
 * The real ClickHouse engine behind its real HTTP interface, in a process of its own: chDB answers what
 * arrives on the socket. Only what the official client sends is understood. Started by start-engine.ts,
 * which also tells it over IPC to refuse, to hang or to serve again.
 */
import { createServer } from 'node:http';
import { createChdbConnection } from 'chdb/connection';

const [folder = ':memory:'] = process.argv.slice(2);
const connection = createChdbConnection({ path: folder });
const sockets = new Set();
let hanging = false;
let port = 0;
let queue = Promise.resolve();

const server = createServer((req, res) => {
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => {
    if (hanging) return;
    // The settings of a query belong to the engine's one session, so queries take turns.
    queue = queue.then(() => answer(req, Buffer.concat(chunks).toString(), res));
  });
});
server.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});
listen();

process.on('message', (mode) => {
  const wasHanging = hanging;
  hanging = mode === 'hang';
  // What was asked meanwhile is never answered, as after a restart.
  if (mode === 'refuse' || (mode === 'serve' && wasHanging)) {
    for (const socket of sockets) socket.destroy();
  }
  if (mode === 'refuse') server.close(() => process.send('refuse'));
  else if (mode === 'serve' && !server.listening) listen();
  else process.send(mode);
});
process.on('disconnect', () => process.exit());

function listen() {
  server.listen(port, '127.0.0.1', () => {
    port = server.address().port;
    process.send({ port });
  });
}

async function answer(req, body, res) {
  const url = new URL(req.url, 'http://engine');
  if (url.pathname === '/ping') return res.end('Ok.\n');
  try {
    const { settings, prefix } = readParameters(url.searchParams);
    const inUrl = url.searchParams.get('query');
    const query = prefix + (inUrl === null ? body : `${inUrl}\n${body}`);
    const result = await connection.exec({ query, clickhouse_settings: settings });
    for await (const chunk of result.stream) res.write(chunk);
    return res.end();
  } catch (error) {
    res.setHeader('X-ClickHouse-Exception-Code', error.code ?? '0');
    res.statusCode = 500;
    return res.end(
      `Code: ${error.code}. DB::Exception: ${error.message} (${error.type}) (version 26.7)\n`,
    );
  }
}

const OF_HTTP = new Set(['query', 'query_id', 'database', 'session_id', 'role']);

function readParameters(parameters) {
  // A server forgets a query's settings; the session in this process would keep the last batch's token.
  const settings = { insert_deduplication_token: '' };
  let prefix = '';
  for (const [name, value] of parameters) {
    if (name.startsWith('param_')) {
      prefix += `SET ${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'; `;
    } else if (!OF_HTTP.has(name)) settings[name] = value;
  }
  return { settings, prefix };
}
