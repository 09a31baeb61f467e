-- Adds what one process has counted for a project, and says what it has open.
--
-- KEYS: what processes have open, by process; then the minutes in which something arrived.
-- ARGV: the process, its sockets, its subscriptions, for how many seconds that is true, how long minutes are kept in seconds; then of
--       each minute the events that were accepted, and those that were rejected.

local now = tonumber(redis.call('TIME')[1])
local true_for = tonumber(ARGV[4])

for _, process in ipairs(redis.call('HKEYS', KEYS[1])) do
  local at = tonumber(string.match(redis.call('HGET', KEYS[1], process), '^%d+'))
  if at + true_for < now then redis.call('HDEL', KEYS[1], process) end
end
redis.call('HSET', KEYS[1], ARGV[1], now .. ' ' .. ARGV[2] .. ' ' .. ARGV[3])
redis.call('EXPIRE', KEYS[1], true_for)
for minute = 2, #KEYS do
  redis.call('HINCRBY', KEYS[minute], 'accepted', ARGV[2 * minute + 2])
  redis.call('HINCRBY', KEYS[minute], 'rejected', ARGV[2 * minute + 3])
  redis.call('EXPIRE', KEYS[minute], ARGV[5])
end
return 1
