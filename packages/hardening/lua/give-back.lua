-- Gives back what a request took that turned out not to count, to the window that it was taken of.
-- KEYS: the key's counters. ARGV: when it was taken, window (milliseconds), cost.
local state = redis.call('HMGET', KEYS[1], 'index', 'current', 'before')
if not state[1] then return 0 end
local seen, index = tonumber(state[1]), math.floor(tonumber(ARGV[1]) / tonumber(ARGV[2]))
local field
if index == seen then field = 'current' elseif index == seen - 1 then field = 'before' else return 0 end
local count = tonumber(field == 'current' and state[2] or state[3])
redis.call('HSET', KEYS[1], field, math.max(0, count - tonumber(ARGV[3])))
return 1
