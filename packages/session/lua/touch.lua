-- New meta and end of a session that lives. Without the look first, a touch would make half a session.
-- KEYS: the record. ARGV: meta, end, reason, time to live, base version ('' for any).
local v = redis.call('HGET', KEYS[1], 'v')
if not v then return 0 end
redis.call('HSET', KEYS[1], 't', ARGV[2], 'r', ARGV[3])
-- Who wrote since had the newer meta.
if ARGV[5] == '' or ARGV[5] == v then redis.call('HSET', KEYS[1], 'm', ARGV[1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
