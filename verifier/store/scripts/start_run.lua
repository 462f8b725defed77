-- ARGV: run id, kind, date or '', 1 when workers are to hand in all stored articles.
-- Returns the id of the run that stands for the date and whether it is new.
local run = ARGV[1]
if ARGV[3] ~= '' and not redis.call('SET', P .. ARGV[2] .. ':' .. ARGV[3], run, 'NX', 'EX', 40 * 86400) then
  return {redis.call('GET', P .. ARGV[2] .. ':' .. ARGV[3]), 0}
end
redis.call('HSET', P .. 'run:' .. run, 'kind', ARGV[2], 'state', 'running', 'started_ms', NOW, 'date', ARGV[3])
redis.call('ZADD', P .. 'runs', NOW, run)
if ARGV[4] == '1' then ring('start:' .. run) end
return {run, 1}
