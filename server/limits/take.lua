-- Takes from pots, for one request after the other: from all of its pots, or from none.
--
-- Of each pot only one number is kept: when it will be full again, in microseconds of this server's clock. A pot that is
-- full has no key. This is the generic cell rate algorithm (GCRA) with a burst of one window.
--
-- KEYS: the pots of the first request, then those of the next.
-- ARGV: the window in microseconds; then, for each request, how many pots it has, and the part of the window that it takes
--       from each; less than 0 gives back.
-- Returns, for each request, how long it must wait (0: it took), and how much is taken of each of its pots then.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local window = tonumber(ARGV[1])
local answers, first, argument = {}, 1, 2

while argument <= #ARGV do
  local pots = tonumber(ARGV[argument])
  local before, after, wait = {}, {}, 0
  for pot = 1, pots do
    local full = tonumber(redis.call('GET', KEYS[first + pot - 1]) or now)
    before[pot] = math.min(math.max(full - now, 0), window) -- no more than a window, should the clock have been set back
    after[pot] = math.max(before[pot] + tonumber(ARGV[argument + pot]), 0)
    wait = math.max(wait, after[pot] - window)
  end
  answers[#answers + 1] = wait
  for pot = 1, pots do
    if wait == 0 and after[pot] > 0 then
      local full = string.format('%.0f', now + after[pot])
      redis.call('SET', KEYS[first + pot - 1], full, 'PX', math.ceil(after[pot] / 1000))
    elseif wait == 0 and before[pot] > 0 then
      redis.call('DEL', KEYS[first + pot - 1])
    end
    answers[#answers + 1] = wait == 0 and after[pot] or before[pot]
  end
  first = first + pots
  argument = argument + 1 + pots
end
return answers
