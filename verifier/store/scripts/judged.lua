-- A page was judged for a job. ARGV: unit, token, judgements JSON. The join is a comparison of sets.
local unit = ARGV[1]
if not holds(unit, ARGV[2]) then return 0 end
local part = split(unit, ':')
local id, generation, page = part[2], part[3], part[4]
finish(unit)
local judged, ties = of_generation('judged', id, generation), of_generation('ties', id, generation)
redis.call('HSETNX', judged, page, ARGV[3])
local settled = of_generation('settled', id, generation)
for _, citation in ipairs(split(redis.call('HGET', ties, 'p:' .. page), ' ')) do
  local all = true
  for _, other in ipairs(split(redis.call('HGET', ties, 'c:' .. citation), ' ')) do
    if redis.call('HEXISTS', judged, other) == 0 then all = false end
  end
  if all then redis.call('SADD', settled, citation) end
end
redis.call('HSET', job_key(id), 'done', redis.call('SCARD', settled))
tell(id, 'judged')
if redis.call('HLEN', judged) == tonumber(redis.call('HGET', job_key(id), 'pages')) then
  ring('report:' .. id .. ':' .. generation)
end
return 1
