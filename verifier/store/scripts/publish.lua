-- ARGV: unit, token, the report as JSON, counts JSON. A generation is published once, by whoever holds the lease.
local unit = ARGV[1]
if not holds(unit, ARGV[2]) then return 0 end
local part = split(unit, ':')
local id, generation = part[2], part[3]
if redis.call('HSETNX', P .. 'reports:' .. id, generation, ARGV[3]) == 0 then return 0 end
-- The newest and those it may be compared with; a night adds one for every article.
for _, number in ipairs(redis.call('HKEYS', P .. 'reports:' .. id)) do
  if tonumber(number) <= tonumber(generation) - 5 then
    redis.call('HDEL', P .. 'reports:' .. id, number)
    redis.call('HDEL', P .. 'read:' .. id, number)
    redis.call('DEL', of_generation('obtained', id, number))
  end
end
redis.call('HSET', P .. 'read:' .. id, generation, redis.call('HGET', job_key(id), 'found') or '')
redis.call('HSET', job_key(id), 'counts', ARGV[4], 'reported', generation)
redis.call('HINCRBY', job_key(id), 'published', 1)
end_job(id, 'done')
return 1
