-- Leaves the reason and nothing else, also where there was nothing: an end may overtake the beginning.
-- KEYS: the record. ARGV: reason, the tombstone's time to live.
local x, v, m = unpack(redis.call('HMGET', KEYS[1], 'x', 'v', 'm'))
if x then return false end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'x', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
if v then return m end
return false
