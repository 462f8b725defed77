-- An archive's trouble. ARGV: archive, ask|worked|failed|refused, refusals and failures that open it, pause_ms.
-- Returns for how many ms it is to be left alone.
local closed, failures = P .. 'breaker:' .. ARGV[1], P .. 'failures:' .. ARGV[1]
local refusals = P .. 'refusals:' .. ARGV[1]
local what, pause = ARGV[2], tonumber(ARGV[5])
if what == 'worked' then
  redis.call('DEL', failures)
elseif what == 'failed' then
  redis.call('INCR', failures)
  redis.call('PEXPIRE', failures, pause)
elseif what == 'refused' then
  -- By time and not in a row: a good answer between two refusals does not make them none.
  redis.call('LPUSH', refusals, NOW)
  redis.call('LTRIM', refusals, 0, tonumber(ARGV[3]) - 1)
  redis.call('PEXPIRE', refusals, pause)
end
local earliest = redis.call('LINDEX', refusals, tonumber(ARGV[3]) - 1)
if (earliest and NOW - tonumber(earliest) < pause)
  or tonumber(redis.call('GET', failures) or '0') >= tonumber(ARGV[4]) then
  redis.call('SET', closed, NOW, 'PX', pause)
  redis.call('DEL', failures, refusals)
end
return math.max(0, redis.call('PTTL', closed))
