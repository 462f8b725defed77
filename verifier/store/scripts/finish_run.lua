-- The run is over. ARGV: unit, token, the finished run as JSON.
if not holds(ARGV[1], ARGV[2]) then return 0 end
local run = split(ARGV[1], ':')[2]
finish(ARGV[1])
if redis.call('HSETNX', P .. 'run:' .. run, 'record', ARGV[3]) == 0 then return 0 end
redis.call('HSET', P .. 'run:' .. run, 'state', 'done', 'ended_ms', NOW)
return 1
