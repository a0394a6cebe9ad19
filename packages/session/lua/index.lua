-- Puts a member into an index, which lasts as long as its longest member at least.
-- KEYS: the index. ARGV: score, member, time to live.
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 1
