-- Takes an attempt back that was counted as failed: one failure, or, as it succeeded, all of the pair.
-- KEYS: the pair, then a counter for each rule.
-- ARGV: now, milliseconds for which the pair is known from now on ('0' where it did not succeed), which
-- counter is the pair's (0 for none), then for each rule: exempt where known, milliseconds in which one
-- failure is forgotten.
local now, succeeded = tonumber(ARGV[1]), ARGV[2] ~= '0'
local known = redis.call('EXISTS', KEYS[1]) == 1
local levels = {}
for i = 2, #KEYS do
  local state = redis.call('HMGET', KEYS[i], 'level', 'at')
  local forget = tonumber(ARGV[3 + 2 * (i - 1)])
  local at = tonumber(state[2] or '0')
  levels[i] = { math.max(0, tonumber(state[1] or '0') - math.max(0, now - at) / forget), at, forget, state[1] }
end
local pair = levels[tonumber(ARGV[3]) + 1]
local count = 1
if succeeded and pair then count = pair[1] end
for i = 2, #KEYS do
  local level, at, forget, exists = unpack(levels[i])
  local exempt = ARGV[2 + 2 * (i - 1)] == '1' and known
  if exists and not exempt then
    level = math.max(0, level - count)
    if level <= 1e-6 then
      redis.call('DEL', KEYS[i])
    else
      -- The wait counts from the latest failure, and that stays where it is.
      redis.call('HSET', KEYS[i], 'level', string.format('%.17g', level + math.max(0, now - at) / forget))
    end
  end
end
if succeeded then redis.call('SET', KEYS[1], '1', 'PX', ARGV[2]) end
return math.ceil(count - 1e-6)
