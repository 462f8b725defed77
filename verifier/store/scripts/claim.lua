-- ARGV: unit, token, owner, lease_ms, max_attempts
-- Returns {'gone'}, {'held', owner, token}, or {'granted', attempt, 1 when its attempts are used up}.
local unit, token, owner = ARGV[1], ARGV[2], ARGV[3]
local part = split(unit, ':')
local kind = part[1]
redis.call('ZADD', P .. 'workers', NOW, string.match(owner, '^[^/]*/[^/]*'))
if not redis.call('ZSCORE', due_key(unit), unit) then return {'gone'} end

local wanted
if kind == 'fetch' then wanted = redis.call('SCARD', P .. 'waiting:' .. part[2]) > 0
elseif kind == 'start' or kind == 'finish' then wanted = redis.call('HGET', P .. 'run:' .. part[2], 'state') == 'running'
else wanted = is_active(part[2], part[3]) end
if not wanted then
  finish(unit)
  return {'gone'}
end

local expiry = redis.call('ZSCORE', P .. 'leases', unit)
if expiry then
  local holder = split(redis.call('HGET', P .. 'holders', unit) or '- - 0', ' ')
  -- The same token again is the same claim whose answer was lost on the way.
  if holder[1] ~= token then
    if tonumber(expiry) > NOW then return {'held', holder[2], holder[1]} end
    let_go(unit, true)
  end
end
redis.call('ZADD', P .. 'leases', NOW + tonumber(ARGV[4]), unit)
redis.call('HSET', P .. 'holders', unit, token .. ' ' .. owner .. ' ' .. NOW)
if kind == 'read' and redis.call('HGET', job_key(part[2]), 'state') == 'queued' then
  set_state(part[2], 'running')
  tell(part[2], 'running')
end
local deaths = tonumber(redis.call('HGET', P .. 'deaths', unit) or '0')
return {'granted', deaths + 1, deaths >= tonumber(ARGV[5]) and 1 or 0}
