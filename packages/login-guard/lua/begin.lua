-- Decides about an attempt to sign in, and counts it as failed where it is let through. The reckoning is
-- that of src/throttle/level.ts.
-- KEYS: a counter for each rule.
-- ARGV: now, whether a captcha was passed, whether it is counted, then for each rule: whether the attempt is
-- exempt from it, milliseconds in which one failure is forgotten, how long the counter is kept at least and at
-- most, how many tiers, and of each tier: after, action, for, upTo.
local now, passed, counts = tonumber(ARGV[1]), ARGV[2] == '1', ARGV[3] == '1'
local order = { allow = 0, captcha = 1, delay = 2, lock = 3 }
local worst, wait, by = 'allow', 0, 0
local counters = {}
local a = 4
for i = 1, #KEYS do
  local exempt = ARGV[a] == '1'
  local forget, keep = tonumber(ARGV[a + 1]), tonumber(ARGV[a + 2])
  local most, tiers = tonumber(ARGV[a + 3]), tonumber(ARGV[a + 4])
  a = a + 5
  local state = redis.call('HMGET', KEYS[i], 'level', 'at')
  local at = math.min(now, tonumber(state[2] or '0'))
  local level = math.max(0, tonumber(state[1] or '0') - math.max(0, now - at) / forget)
  local failures = math.ceil(level - 1e-6)
  local action, longest = 'allow', 0
  for _ = 1, tiers do
    local after = tonumber(ARGV[a])
    if failures >= after then
      if ARGV[a + 1] == 'captcha' then
        if not passed and action == 'allow' then action = 'captcha' end
      else
        local span = math.min(tonumber(ARGV[a + 3]), tonumber(ARGV[a + 2]) * 2 ^ math.min(failures - after, 40))
        local left = math.ceil(at + span - now)
        if left > longest then action, longest = ARGV[a + 1], left end
      end
    end
    a = a + 4
  end
  if not exempt and action ~= 'allow' then
    if longest > wait or (longest == wait and order[action] > order[worst]) then
      worst, wait, by = action, longest, i
    end
  end
  counters[i] = { level, failures, forget, keep, most, exempt }
end
local reply = { worst, by, wait }
for i = 1, #KEYS do
  local level, failures, forget, keep, most, exempt = unpack(counters[i])
  if worst == 'allow' and counts and not exempt then
    level = level + 1
    failures = math.ceil(level - 1e-6)
    redis.call('HSET', KEYS[i], 'level', string.format('%.17g', level), 'at', ARGV[1])
    local kept = math.min(math.max(level * forget, keep), most)
    redis.call('PEXPIRE', KEYS[i], string.format('%.0f', kept))
  end
  reply[#reply + 1] = failures
end
return reply
