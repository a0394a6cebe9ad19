import { isAt } from '@emas/data-map';
import type { RedisCommands, RedisReply } from '@emas/redis';

const BATCH = '1000';

/** Names of the keys of a place, `emas:portal:session:id:<hash>`; Redis may name one twice. @throws Redis' error. */
export async function* namesAt(commands: RedisCommands, where: string): AsyncGenerator<string> {
  const start = where.split('<', 1)[0] ?? '';
  const match = `${start.replaceAll(/[?*[\]\\]/g, String.raw`\$&`)}*`;
  let cursor = '0';
  do {
    const reply = await commands(['SCAN', cursor, 'MATCH', match, 'COUNT', BATCH]);
    const [next = '0', names = []] = listOf(reply);
    cursor = String(next);
    for (const name of listOf(names).map(String)) if (isAt(where, name)) yield name;
  } while (cursor !== '0');
}

/** A reply that is a list; empty for any other. */
export function listOf(reply: RedisReply | undefined): readonly RedisReply[] {
  return typeof reply === 'object' && reply !== null ? reply : [];
}
