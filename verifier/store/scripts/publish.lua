-- ARGV: unit, token, the report as JSON, counts JSON. A generation is published once, by whoever holds the lease.
local unit = ARGV[1]
if not holds(unit, ARGV[2]) then return 0 end
local part = split(unit, ':')
local id, generation = part[2], part[3]
if redis.call('HSETNX', P .. 'reports:' .. id, generation, ARGV[3]) == 0 then return 0 end
redis.call('HSET', job_key(id), 'counts', ARGV[4], 'reported', generation)
redis.call('HINCRBY', job_key(id), 'published', 1)
end_job(id, 'done')
return 1
