-- Every article of the run was handed in. ARGV: run id, and for the workers unit and token of its `start`.
local key = P .. 'run:' .. ARGV[1]
if ARGV[2] then
  if not holds(ARGV[2], ARGV[3]) then return 0 end
  finish(ARGV[2])
end
if redis.call('HGET', key, 'state') == 'running' then
  redis.call('HSET', key, 'sealed', 1)
  maybe_finish_run(ARGV[1])
end
return 1
