-- Writes a session, if it is the one that the change started from.
-- KEYS: the record. ARGV: base version ('' for a session that begins), data, meta, end, reason, time to live.
local x, v = unpack(redis.call('HMGET', KEYS[1], 'x', 'v'))
if x then return { 'ended', x } end
if ARGV[1] ~= (v or '') then
  if not v then return { 'ended', 'unknown' } end
  local rest = redis.call('HMGET', KEYS[1], 'd', 'm', 't')
  return { 'conflict', v, rest[1], rest[2], rest[3] }
end
redis.call('HSET', KEYS[1], 'd', ARGV[2], 'm', ARGV[3], 't', ARGV[4], 'r', ARGV[5])
local version = redis.call('HINCRBY', KEYS[1], 'v', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return { 'saved', version }
