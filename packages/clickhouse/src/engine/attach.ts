import { request } from 'node:http';
import type { Socket } from 'node:net';
import type { ProcessIdentity } from '@emas/processes';
import { endHangingEngine, readEngineProcess } from './engine-process.ts';
import { socketIn, UPGRADE } from './engine-socket.ts';

/** A connection that keeps the engine. */
export interface Attached {
  /** Resolves when the engine has gone, or this process has left it. */
  readonly gone: Promise<void>;
  /** Resolves when the engine has let go: at once where others hold it, else when it has ended. */
  leave(): Promise<void>;
}

const BEAT_EVERY_MS = 2000;
/** An engine that does not even answer this hangs: its statements run in other threads. */
const HANGS_AFTER_MS = 10_000;
const LOOK_EVERY_MS = 1000;
const ANSWERS_WITHIN_LOOKS = 10;

/** @returns `undefined` where no engine answers in the folder. */
export async function attach(folder: string): Promise<Attached | undefined> {
  const asked = request({
    socketPath: socketIn(folder),
    path: UPGRADE.path,
    headers: { Connection: 'Upgrade', Upgrade: UPGRADE.protocol },
  });
  asked.on('socket', (socket: Socket) => socket.unref());
  const patience = lookAgain(ANSWERS_WITHIN_LOOKS, () => {
    endHangingEngine(readEngineProcess(folder));
    asked.destroy(new Error('The engine does not answer.'));
  });
  asked.once('close', () => clearInterval(patience));
  return new Promise((resolve) => {
    asked.once('upgrade', (_response, socket) => resolve(keep(socket, readEngineProcess(folder))));
    // Nobody listens there, or nobody any more, or no engine of ours: one is started.
    const isNone = (): void => resolve(undefined);
    asked.on('error', isNone);
    asked.once('close', isNone);
    asked.once('response', () => asked.destroy());
    asked.end();
  });
}

/**
 * Calls back after so many seconds in which this process could have read an answer: one that stands still
 * itself, as it loads its modules, say, finds its timers late and must not blame the engine.
 */
function lookAgain(looks: number, tooLate: () => void): NodeJS.Timeout {
  let left = looks;
  return setInterval(() => {
    left -= 1;
    if (left === 0) tooLate();
  }, LOOK_EVERY_MS).unref();
}

function keep(socket: Socket, engine: ProcessIdentity | undefined): Attached {
  const gone = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  let heard = performance.now();
  // The agent's own.
  socket.setTimeout(0);
  socket.unref();
  socket.on('error', () => undefined);
  socket.on('data', () => {
    heard = performance.now();
  });
  let asked = heard;
  const beat = setInterval(() => {
    const now = performance.now();
    // This process may have stood still itself: only a question that it asked can be unanswered.
    if (heard < asked && asked - heard > HANGS_AFTER_MS && now - asked < 2 * BEAT_EVERY_MS) {
      endHangingEngine(engine);
      socket.destroy();
    } else if (socket.writable) socket.write('.');
    asked = now;
  }, BEAT_EVERY_MS).unref();
  void gone.then(() => clearInterval(beat));
  return {
    gone,
    async leave() {
      clearInterval(beat);
      socket.ref();
      socket.end();
      await gone;
    },
  };
}
