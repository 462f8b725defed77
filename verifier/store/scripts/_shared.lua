-- Put in front of every script. Keys are built here from ids, so a cluster is not supported.
local P = 'verifier:'
local QUEUES = {read = 'articles', start = 'articles', finish = 'articles',
                fetch = 'fetch', judge = 'judge', report = 'judge'}

local function now_ms()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end
local NOW = now_ms()

local function split(text, mark)
  local parts = {}
  for part in string.gmatch(text, '[^' .. mark .. ']+') do parts[#parts + 1] = part end
  return parts
end

local function due_key(unit) return P .. 'due:' .. QUEUES[split(unit, ':')[1]] end

-- Work is due: note when its bell was rung, and let a relay ring it.
local function ring(unit)
  redis.call('ZADD', due_key(unit), NOW, unit)
  redis.call('RPUSH', P .. 'outbox', unit)
end

-- Work is finished, or nobody wants it any more.
local function finish(unit)
  redis.call('ZREM', due_key(unit), unit)
  redis.call('ZREM', P .. 'leases', unit)
  redis.call('HDEL', P .. 'holders', unit)
  redis.call('HDEL', P .. 'deaths', unit)
end

-- Nobody holds the work now; `died` counts against it. It stays due.
local function let_go(unit, died)
  redis.call('ZREM', P .. 'leases', unit)
  redis.call('HDEL', P .. 'holders', unit)
  if died then redis.call('HINCRBY', P .. 'deaths', unit, 1) end
end

-- The holder is "token owner claimed_ms". False when somebody else, or nobody, holds the unit.
local function holds(unit, token)
  local holder = redis.call('HGET', P .. 'holders', unit)
  if not holder then return false end
  local parts = split(holder, ' ')
  return parts[1] == token and parts or false
end

local function job_key(id) return P .. 'job:' .. id end
local function of_generation(what, id, generation) return P .. what .. ':' .. id .. ':' .. generation end

-- Every change of a job's status is an event, so that whoever waits for a change waits for events.
local function tell(id, kind, more)
  local job = redis.call('HMGET', job_key(id), 'state', 'citations', 'done')
  redis.call('HSET', job_key(id), 'updated_ms', NOW)
  redis.call('XADD', P .. 'events:' .. id, 'MAXLEN', 200, '*', 'kind', kind,
    'state', job[1], 'citations', job[2] or '0', 'done', job[3] or '0', 'more', more or '{}')
end

local function set_state(id, state)
  local job = redis.call('HMGET', job_key(id), 'state', 'accepted_ms')
  if job[1] then redis.call('ZREM', P .. 'jobs:' .. job[1], id) end
  redis.call('ZADD', P .. 'jobs:' .. state, job[2], id)
  redis.call('HSET', job_key(id), 'state', state)
end

local function is_active(id, generation)
  local job = redis.call('HMGET', job_key(id), 'state', 'generation')
  return (job[1] == 'queued' or job[1] == 'running') and job[2] == generation
end

-- A run is over when every article was handed in (`sealed`) and none is pending.
local function maybe_finish_run(run)
  if redis.call('HGET', P .. 'run:' .. run, 'sealed') == '1'
    and redis.call('HGET', P .. 'run:' .. run, 'state') == 'running'
    and redis.call('SCARD', P .. 'run:' .. run .. ':pending') == 0 then
    ring('finish:' .. run)
  end
end

-- All work that may still be due for one generation of a job, and what was noted for it on the way.
local function forget_work(id, generation)
  finish('read:' .. id .. ':' .. generation)
  finish('report:' .. id .. ':' .. generation)
  local ties = of_generation('ties', id, generation)
  for _, field in ipairs(redis.call('HKEYS', ties)) do
    if string.sub(field, 1, 2) == 'p:' then
      local page = string.sub(field, 3)
      finish('judge:' .. id .. ':' .. generation .. ':' .. page)
      redis.call('SREM', P .. 'waiting:' .. page, id .. ':' .. generation)
    end
  end
  for _, what in ipairs({'ties', 'settled', 'judged'}) do
    redis.call('DEL', of_generation(what, id, generation))
  end
end

-- A job reaches `done`, `failed` or `cancelled`.
local function end_job(id, state)
  forget_work(id, redis.call('HGET', job_key(id), 'generation'))
  set_state(id, state)
  tell(id, state)
  for _, run in ipairs(redis.call('SMEMBERS', P .. 'runs_of:' .. id)) do
    redis.call('SREM', P .. 'run:' .. run .. ':pending', id)
    if state ~= 'done' then redis.call('SADD', P .. 'run:' .. run .. ':failed', id) end
    maybe_finish_run(run)
  end
  redis.call('DEL', P .. 'runs_of:' .. id)
end

-- Is the page as read good enough for this job? Failures are shared only by those who asked for them.
local function is_fresh(page, id)
  local read = redis.call('HMGET', P .. 'page:' .. page, 'fetched_ms', 'readable', 'record')
  if not read[3] then return false end
  local limits = redis.call('HMGET', job_key(id), 'fresh_ms', 'failed_ms')
  local limit = read[2] == '1' and limits[1] or limits[2]
  return tonumber(read[1]) >= tonumber(limit) and read[3]
end

-- The job has its page: judging it is due.
local function hand_over(page, id, generation, record, more)
  redis.call('HSETNX', of_generation('obtained', id, generation), page, record)
  ring('judge:' .. id .. ':' .. generation .. ':' .. page)
  tell(id, 'fetched', more)
end
