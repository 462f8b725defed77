-- ARGV: unit, token, lease_ms. Returns 1, or 0 when somebody else has the work or nobody wants it.
local holder = holds(ARGV[1], ARGV[2])
if not holder then return 0 end
redis.call('ZADD', P .. 'leases', NOW + tonumber(ARGV[3]), ARGV[1])
redis.call('ZADD', P .. 'workers', NOW, string.match(holder[2], '^[^/]*/[^/]*'))
return 1
