/** What the pictures show: a portal whose sign-in is attacked, whose old endpoint is called, where something fails. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ATTACK = fileURLToPath(new URL('../../examples/portal/dist/attack/main.js', import.meta.url));
/** Until the figures of it are on the pages. */
const COUNTED_MS = 12_000;

/** Resolves when the pages of staff show it. */
export async function usePortal(origin) {
  const attack = spawn(process.execPath, [ATTACK, 'all', '--url', origin, '--count', '40'], {
    stdio: 'ignore',
  });
  const [code] = await once(attack, 'exit');
  if (code !== 0) throw new Error(`The attack on ${origin} ended with ${code}.`);
  await Promise.all([
    ...calls(`${origin}/api/v1/clinics`, 'claims-app/2.4', 31),
    ...calls(`${origin}/api/v1/clinics`, 'okhttp/4.12.0', 7),
    ...calls(`${origin}/api/fault`, 'claims-app/2.4', 3),
  ]);
  await new Promise((done) => setTimeout(done, COUNTED_MS));
}

function calls(url, agent, times) {
  const headers = { 'User-Agent': agent, 'X-Forwarded-For': '203.0.113.7' };
  return Array.from({ length: times }, () => fetch(url, { headers }));
}
