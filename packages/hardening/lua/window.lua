-- Takes so much of a key's allowance, where there is so much left. The reckoning is that of
-- src/rate-limit/window.ts.
-- KEYS: the key's counters. ARGV: now, window, limit, cost, whether the window slides; times in milliseconds.
local now, window, limit, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local index = math.floor(now / window)
local state = redis.call('HMGET', KEYS[1], 'index', 'current', 'before')
local seen = tonumber(state[1] or '-2')
local current, before = tonumber(state[2] or '0'), tonumber(state[3] or '0')
if seen == index - 1 then
  current, before = 0, current
elseif seen ~= index then
  current, before = 0, 0
end
local used = current
if ARGV[5] == '1' then used = current + before * (1 - (now % window) / window) end
local allowed = used + cost <= limit
if allowed then
  current = current + cost
  redis.call('HSET', KEYS[1], 'index', string.format('%.0f', index), 'current', current, 'before', before)
  redis.call('PEXPIRE', KEYS[1], ARGV[2] * 2)
end
return { allowed and 1 or 0, current, before }
