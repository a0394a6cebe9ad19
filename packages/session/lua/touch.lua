-- New meta and end of a session that lives. Without the look first, a touch would make half a session.
-- KEYS: the record. ARGV: meta, end, reason, time to live.
if redis.call('HEXISTS', KEYS[1], 'v') == 0 then return 0 end
redis.call('HSET', KEYS[1], 'm', ARGV[1], 't', ARGV[2], 'r', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
