-- Takes so much of a key's allowance, where there is so much left. The reckoning is that of
-- src/rate-limit/window.ts.
-- KEYS: the key's counters. ARGV: now, window, limit, cost, whether the window slides; times in milliseconds.
-- Without a time it is Redis' own: clocks of several machines differ, and whoever is behind or ahead would
-- begin windows anew. A time never goes back behind what was counted.
local window, limit, cost = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = tonumber(ARGV[1])
if now == nil then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local state = redis.call('HMGET', KEYS[1], 'index', 'current', 'before')
local seen = tonumber(state[1] or '-2')
local current, before = tonumber(state[2] or '0'), tonumber(state[3] or '0')
now = math.max(now, seen * window)
local index = math.floor(now / window)
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
return { allowed and 1 or 0, current, before, string.format('%.0f', now) }
