/** The developer page's pipelines in each state that they can have, for the pictures. */

const MINUTE = 60_000;
const ago = (milliseconds) => new Date(Date.now() - milliseconds).toISOString();
const states = (...names) => names.map((state) => ({ state, since: ago(8 * MINUTE) }));
const FLOW = {
  ...{ queued: 0, spooled: 0, spoolUsed: 0, oldest: null },
  ...{ sent: 18_204, parked: 0, dropped: {} },
};
const flowing = (changes) => ({ ...FLOW, ...changes });
const row = (kind, name, changes) => ({ kind, name, losses: 0, fault: '', flow: FLOW, ...changes });

const rows = () => [
  row('server', 'clickhouse', {
    ...{ states: states('away'), fault: 'connect ECONNREFUSED 10.1.2.3:8123', flow: null },
  }),
  row('engine', 'clickhouse', {
    ...{ states: [{ state: 'opening', since: null }], losses: 3, flow: null },
  }),
  row('store', 'redis', { states: states('unwritable'), flow: null }),
  row('figures', 'traffic', {
    states: states('dropping', 'filling', 'waiting'),
    fault: 'connect ECONNREFUSED 10.1.2.3:8123',
    flow: flowing({
      ...{ queued: 120, spooled: 48_230, spoolUsed: 1, oldest: ago(26 * 60 * MINUTE) },
      dropped: { spool_full: 5210 },
    }),
  }),
  row('figures', 'logins', {
    states: states('filling', 'waiting'),
    flow: flowing({ spooled: 930, spoolUsed: 0.634, oldest: ago(9 * MINUTE) }),
  }),
  row('figures', 'consent', { states: states('parked'), flow: flowing({ parked: 3 }) }),
  row('figures', 'log', {
    states: states('waiting'),
    flow: flowing({ spooled: 44, spoolUsed: 0.004, oldest: ago(2 * MINUTE) }),
  }),
  row('file', 'auth', {
    states: states('unwritable'),
    fault: 'ENOSPC: no space left on device, write',
    flow: flowing({ queued: 310, spoolUsed: null }),
  }),
  row('receiver', 'syslog', {
    states: states('dropping', 'away'),
    fault: 'tls siem.example:6514: connect ETIMEDOUT',
    flow: flowing({ queued: 2000, spoolUsed: null, dropped: { dropped: 812 } }),
  }),
];

/** The next answer to the page has them in place of the portal's own. */
export async function inTrouble(page) {
  await page.route('**/api/developers?*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), pipelines: rows() } });
  });
}
