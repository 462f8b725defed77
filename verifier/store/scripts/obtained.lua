-- A page was fetched. ARGV: unit, token, hash of its record, readable 0|1, keep_ms, JSON for the event
-- Serves every job that waits for the page; those who want a newer copy than this one keep waiting.
local unit, record = ARGV[1], ARGV[3]
local holder = holds(unit, ARGV[2])
if not holder then return 0 end
local page = split(unit, ':')[2]
local key = P .. 'page:' .. page
-- The time of the claim: what was asked for later must not be answered with an earlier copy.
redis.call('HSET', key, 'record', record, 'readable', ARGV[4], 'fetched_ms', holder[3])
redis.call('PEXPIRE', key, ARGV[5])
finish(unit)
for _, waiter in ipairs(redis.call('SMEMBERS', P .. 'waiting:' .. page)) do
  local part = split(waiter, ':')
  if not is_active(part[1], part[2]) then
    redis.call('SREM', P .. 'waiting:' .. page, waiter)
  elseif is_fresh(page, part[1]) then
    redis.call('SREM', P .. 'waiting:' .. page, waiter)
    hand_over(page, part[1], part[2], record, ARGV[6])
  end
end
if redis.call('SCARD', P .. 'waiting:' .. page) > 0 then
  redis.call('EXPIRE', key, 30 * 86400)
  ring(unit)
end
return 1
