-- Ends a session if its time has come: the index that says so may be behind a touch.
-- KEYS: the record. ARGV: now, the tombstone's time to live.
local v, m, t, r = unpack(redis.call('HMGET', KEYS[1], 'v', 'm', 't', 'r'))
if not v then return { 'gone' } end
if tonumber(t) > tonumber(ARGV[1]) then return { 'later', t } end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'x', r)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return { 'ended', m, r }
