/** Loaded into each worker: it dies soon after it began to serve. */
const cluster = require('node:cluster');
const { Server } = require('node:net');

if (cluster.isWorker) {
  const { emit } = Server.prototype;
  Server.prototype.emit = function (event, ...rest) {
    if (event === 'listening') setTimeout(() => process.exit(7), 100);
    return emit.call(this, event, ...rest);
  };
}
