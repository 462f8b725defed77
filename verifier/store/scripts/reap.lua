-- Heals what deaths left behind. ARGV: nothing for a sweep, or unit and token of one holder known to be dead.
-- Returns {leases that had run out, doorbells that were lost}.
if ARGV[1] then
  if not holds(ARGV[1], ARGV[2]) then return {0, 0} end
  let_go(ARGV[1], true)
  ring(ARGV[1])
  return {1, 0}
end
local expired = redis.call('ZRANGEBYSCORE', P .. 'leases', '-inf', NOW, 'LIMIT', 0, 200)
for _, unit in ipairs(expired) do
  let_go(unit, true)
  ring(unit)
end
-- A queue answers in order: what was rung before a heartbeat that has come out of the same queue,
-- and is not being worked on, was rung in vain. A queue nobody reads gets no second bell, so none can pile up.
local lost = 0
for _, queue in ipairs({'articles', 'fetch', 'judge'}) do
  local served = redis.call('HGET', P .. 'served', queue)
  if served then
    for _, unit in ipairs(redis.call('ZRANGEBYSCORE', P .. 'due:' .. queue, '-inf', '(' .. served, 'LIMIT', 0, 500)) do
      if not redis.call('ZSCORE', P .. 'leases', unit) then
        ring(unit)
        lost = lost + 1
      end
    end
  end
end
return {#expired, lost}
