import autocannon from 'autocannon';

/**
 * How many requests a second a server answers, once it is warm: a server is not restarted for every visitor.
 *
 * @param what For the error where it does not answer well.
 * @param visitors The headers of each; every connection is one of them.
 * @param onceWarm Called before the requests that count.
 */
export async function requestsASecond({ what, url, visitors, warm, seconds, onceWarm }) {
  let next = 0;
  const requests = {
    url,
    connections: visitors.length,
    setupClient: (client) => client.setHeaders(visitors[next++ % visitors.length]),
  };
  const sleepAgain = stayAwake();
  try {
    await autocannon({ ...requests, duration: warm });
    await onceWarm?.();
    const result = await autocannon({ ...requests, duration: seconds });
    if (result.non2xx > 0 || result.errors > 0) throw new Error(`${what} did not answer well.`);
    return result.requests.average;
  } finally {
    sleepAgain();
  }
}

/**
 * Keeps the clients' core busy. Visitors are on other machines; here each answer to a core that sleeps would have to
 * wake it, which on a virtual machine costs the server more than the answer, and a slow server more often.
 */
function stayAwake() {
  let isAwake = true;
  const turn = () => {
    if (isAwake) setImmediate(turn);
  };
  turn();
  return () => (isAwake = false);
}
