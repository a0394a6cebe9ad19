-- Takes an attempt back that was counted as failed: one failure, or, as it succeeded, all of the pair.
-- KEYS: a counter for each rule.
-- ARGV: now, which counter is that of the pair that succeeded (0 for none), then for each rule: whether the
-- attempt is exempt from it, milliseconds in which one failure is forgotten.
local now = tonumber(ARGV[1])
local levels = {}
for i = 1, #KEYS do
  local state = redis.call('HMGET', KEYS[i], 'level', 'at')
  local forget = tonumber(ARGV[2 + 2 * i])
  local at = tonumber(state[2] or '0')
  levels[i] = { math.max(0, tonumber(state[1] or '0') - math.max(0, now - at) / forget), at, forget, state[1] }
end
local pair = levels[tonumber(ARGV[2])]
local count = 1
if pair then count = pair[1] end
for i = 1, #KEYS do
  local level, at, forget, exists = unpack(levels[i])
  local exempt = ARGV[1 + 2 * i] == '1'
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
return math.ceil(count - 1e-6)
