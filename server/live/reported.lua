-- What all processes have reported of a project.
--
-- KEYS: since when processes report; what they have open, by process; then minutes.
-- ARGV: for how many seconds what a process has open is true.
-- Returns that moment (0: unknown), sockets, subscriptions; then of each minute the events that were accepted, and those that were
-- rejected.

local now = tonumber(redis.call('TIME')[1])
local sockets, subscriptions = 0, 0
for _, open in ipairs(redis.call('HVALS', KEYS[2])) do
  local at, of_sockets, of_subscriptions = string.match(open, '^(%d+) (%d+) (%d+)$')
  if tonumber(at) + tonumber(ARGV[1]) >= now then
    sockets, subscriptions = sockets + tonumber(of_sockets), subscriptions + tonumber(of_subscriptions)
  end
end
local answer = { tonumber(redis.call('GET', KEYS[1]) or 0), sockets, subscriptions }
for minute = 3, #KEYS do
  answer[#answer + 1] = tonumber(redis.call('HGET', KEYS[minute], 'accepted') or 0)
  answer[#answer + 1] = tonumber(redis.call('HGET', KEYS[minute], 'rejected') or 0)
end
return answer
