-- ARGV: id, submission JSON, recheck 0|1, run or '', explicit fresh_ms or '', page_max_age_ms, conditions, known 0|1
-- Returns {1 when a new generation was started, 0 when the job stands as it is, -1 for an unknown or finished run,
-- -2 when it should be known and is not; the generation that was meant}: another submission may overtake this one
-- before anybody looks.
local id, run = ARGV[1], ARGV[4]
local job = redis.call('HMGET', job_key(id), 'state', 'generation', 'conditions')
local state, generation = job[1], tonumber(job[2] or '0')
local ended = state == 'done' or state == 'failed' or state == 'cancelled'
-- Work that goes on under other conditions is overtaken: its generation is no longer the newest.
local start = not state or job[3] ~= ARGV[7] or (ended and (ARGV[3] == '1' or state ~= 'done'))

-- An article that was removed must not come back because somebody still had it in hand.
if ARGV[8] == '1' and not state then return {-2, 0} end
if run ~= '' then
  if redis.call('HGET', P .. 'run:' .. run, 'state') ~= 'running' then return {-1, generation} end
  -- An article handed in twice to one run is checked once; remember which report stood before.
  local before = redis.call('HGET', job_key(id), 'reported') or '0'
  if redis.call('HSETNX', P .. 'run:' .. run .. ':jobs', id, before) == 0 then return {0, generation} end
  if start or not ended then
    redis.call('SADD', P .. 'run:' .. run .. ':pending', id)
    redis.call('SADD', P .. 'runs_of:' .. id, run)
  end
end
-- When somebody last wanted the article: a night that checks everything again is nobody.
if run == '' or redis.call('HGET', P .. 'run:' .. run, 'kind') ~= 'nightly' then
  redis.call('HSET', job_key(id), 'wanted_ms', NOW)
else
  redis.call('HSETNX', job_key(id), 'wanted_ms', redis.call('HGET', job_key(id), 'accepted_ms') or NOW)
end
if not start then return {0, generation} end

local fresh, failed = ARGV[5], ARGV[5]
if fresh == '' and run ~= '' then
  fresh = redis.call('HGET', P .. 'run:' .. run, 'started_ms')
  failed = fresh
elseif fresh == '' then
  fresh = ARGV[3] == '1' and NOW or NOW - tonumber(ARGV[6])
  failed = NOW
end
if state then forget_work(id, generation) end
-- What a report was made of is kept as long as the report.
if redis.call('HEXISTS', P .. 'reports:' .. id, generation) == 0 then
  redis.call('DEL', of_generation('obtained', id, generation))
end
generation = generation + 1
redis.call('HDEL', job_key(id), 'found', 'counts', 'error')
redis.call('HSET', job_key(id), 'generation', generation, 'submission', ARGV[2], 'conditions', ARGV[7], 'accepted_ms', NOW,
  'fresh_ms', fresh, 'failed_ms', failed, 'citations', 0, 'done', 0)
redis.call('ZADD', P .. 'jobs', NOW, id)
set_state(id, 'queued')
tell(id, 'queued')
ring('read:' .. id .. ':' .. generation)
return {1, generation}
