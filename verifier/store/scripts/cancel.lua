-- ARGV: id, 1 to remove everything kept for the job. Returns nil for an unknown job, else the state it had.
local id = ARGV[1]
local state = redis.call('HGET', job_key(id), 'state')
if not state then return false end
if state == 'queued' or state == 'running' then end_job(id, 'cancelled') end
if ARGV[2] == '1' then
  redis.call('DEL', of_generation('obtained', id, redis.call('HGET', job_key(id), 'generation')))
  redis.call('ZREM', P .. 'jobs', id)
  redis.call('ZREM', P .. 'jobs:' .. redis.call('HGET', job_key(id), 'state'), id)
  redis.call('DEL', job_key(id), P .. 'reports:' .. id, P .. 'events:' .. id)
end
return state
