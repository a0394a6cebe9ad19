/**
 * Makes every table of the suite as a replicated one, on the engine with a ZooKeeper:
 *
 *   apt-get install libzookeeper-java default-jre-headless
 *   npm run build && node test/cluster/replicated-tables.js
 *
 * The engine in a process has no queue for ON CLUSTER and starts no replica (it lacks the server's address for
 * others), so this shows that engines, their arguments and their settings are right, and not that rows arrive.
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Session } from 'chdb';
import { readMigrations, renderMigrations } from '@emas/clickhouse';

const PORT = 42181;
const COMPONENTS = ['analytics', 'consent', 'logging', 'login-guard'];
const CLUSTER = 'main';

if (process.send === undefined) await withZooKeeper();
else process.send(await tablesMade(process.argv[2]));

/** The engine does not end by itself while it waits for a replica, so it has a process of its own. */
async function withZooKeeper() {
  const folder = mkdtempSync(join(tmpdir(), 'emas-replicated-'));
  const zooKeeper = startZooKeeper(folder);
  let engine;
  try {
    await untilItListens();
    engine = fork(fileURLToPath(import.meta.url), [folder]);
    const ended = once(engine, 'exit').then(() => [undefined]);
    const [tables] = await Promise.race([once(engine, 'message'), ended]);
    if (tables === undefined) throw new Error('The engine made not all tables.');
    process.stdout.write(tables);
  } finally {
    engine?.kill('SIGKILL');
    zooKeeper.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tablesMade(folder) {
  const config = join(folder, 'engine.xml');
  writeFileSync(
    config,
    `<clickhouse>
      <zookeeper><node><host>127.0.0.1</host><port>${PORT}</port></node></zookeeper>
      <macros><shard>1</shard><replica>1</replica></macros>
      <default_replica_path>/emas/{database}/{table}/{shard}</default_replica_path>
      <default_replica_name>{replica}</default_replica_name>
    </clickhouse>`,
  );
  const connectionArgs = [`--config-file=${config}`];
  const engine = new Session(join(folder, 'data'), { connectionArgs });
  for (const component of COMPONENTS) {
    const schema = new URL(`../../packages/${component}/schema/`, import.meta.url);
    for (const statement of renderMigrations(readMigrations(schema), CLUSTER)) {
      await engine.queryAsync(statement.replace(` ON CLUSTER '${CLUSTER}'`, ''));
    }
  }
  const query =
    'SELECT table, engine_full FROM system.replicas JOIN system.tables AS t ON t.name = table ORDER BY table';
  return (await engine.queryAsync(query, { format: 'TSV' })).text();
}

function startZooKeeper(folder) {
  const settings = join(folder, 'zoo.cfg');
  writeFileSync(
    settings,
    `tickTime=500\ndataDir=${folder}/zookeeper\nclientPort=${PORT}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n`,
  );
  const program = 'org.apache.zookeeper.server.quorum.QuorumPeerMain';
  const classes = ['-cp', '/usr/share/java/zookeeper.jar:/usr/share/java/*'];
  return spawn('java', ['-Xmx256m', ...classes, program, settings], { stdio: 'ignore' });
}

async function untilItListens() {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const isThere = await new Promise((resolve) => {
      const socket = connect(PORT, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false)).unref();
    });
    if (isThere) return;
    await sleep(100);
  }
  throw new Error('ZooKeeper did not start. Are its classes in /usr/share/java?');
}
