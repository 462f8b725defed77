-- The work cannot be done, for a reason a person should read. ARGV: unit, token, problem JSON.
-- Fails the job; of a page's fetch, every job that waits for it; of a run's work, the run.
local unit = ARGV[1]
if not holds(unit, ARGV[2]) then return 0 end
local part = split(unit, ':')
local function fail_job(id)
  redis.call('HSET', job_key(id), 'error', ARGV[3])
  end_job(id, 'failed')
end
finish(unit)
if part[1] == 'fetch' then
  for _, waiter in ipairs(redis.call('SMEMBERS', P .. 'waiting:' .. part[2])) do
    local of = split(waiter, ':')
    if is_active(of[1], of[2]) then fail_job(of[1]) end
  end
  redis.call('DEL', P .. 'waiting:' .. part[2])
elseif part[1] == 'start' or part[1] == 'finish' then
  redis.call('HSET', P .. 'run:' .. part[2], 'state', 'done', 'ended_ms', NOW, 'problem', ARGV[3])
else
  fail_job(part[2])
end
return 1
