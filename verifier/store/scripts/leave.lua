-- A visit is over. ARGV: site, token of the visit. It may have run out, and somebody else's have begun.
local visit = P .. 'visit:' .. ARGV[1]
if redis.call('GET', visit) == ARGV[2] then redis.call('DEL', visit) end
return 0
