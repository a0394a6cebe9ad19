import { once } from 'node:events';

/**
 * What a child process says first.
 *
 * @throws Error where it ends before: waiting for it would look like a test that is slow.
 */
export async function firstMessage(child) {
  const heard = new AbortController();
  const { signal } = heard;
  const ended = once(child, 'exit', { signal }).then(([code, killedBy]) => {
    throw new Error(`The process ended (${code ?? killedBy}) before it said anything.`);
  });
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    return message;
  } finally {
    ended.catch(() => undefined);
    heard.abort();
  }
}
