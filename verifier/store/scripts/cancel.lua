-- ARGV: id, 1 to remove everything kept for the job, '' or the time in ms: then only what has ended and was wanted earlier
-- Returns nil for an unknown job, '' when it stays because of its time, else the state it had.
local id, before = ARGV[1], tonumber(ARGV[3])
local job = redis.call('HMGET', job_key(id), 'state', 'generation', 'wanted_ms', 'accepted_ms')
local state = job[1]
if not state then return false end
local active = state == 'queued' or state == 'running'
if before and (active or tonumber(job[3] or job[4]) >= before) then return '' end
if active then end_job(id, 'cancelled') end
if ARGV[2] == '1' then
  local generations = redis.call('HKEYS', P .. 'reports:' .. id)
  generations[#generations + 1] = job[2]
  for _, generation in ipairs(generations) do
    local obtained = of_generation('obtained', id, generation)
    -- Its pages are not lent to other articles any more: they would keep what is to be forgotten.
    for _, page in ipairs(redis.call('HKEYS', obtained)) do
      redis.call('HDEL', P .. 'page:' .. page, 'record', 'readable', 'fetched_ms')
    end
    redis.call('DEL', obtained)
  end
  redis.call('ZREM', P .. 'jobs', id)
  redis.call('ZREM', P .. 'jobs:' .. redis.call('HGET', job_key(id), 'state'), id)
  redis.call('DEL', job_key(id), P .. 'reports:' .. id, P .. 'read:' .. id, P .. 'events:' .. id)
end
return state
