/**
 * The engine behind its HTTP interface by TCP, in a process of its own, with faults at command.
 * Started by start-engine.ts, which also tells it over IPC to refuse, to hang or to serve again.
 */
import { createServer } from 'node:http';
import { answer, openEngine } from '@emas/clickhouse/internal';

const engine = await openEngine(process.argv[2]);
const sockets = new Set();
let hanging = false;
let port = 0;

const server = createServer((req, res) => {
  if (hanging) return;
  if (req.url === '/ping') res.end('Ok.\n');
  else void answer(engine, req, res);
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
