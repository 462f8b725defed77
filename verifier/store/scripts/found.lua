-- The article was read. ARGV: unit, token, hash of what was found, title, number of citations,
-- then for each page: page, target JSON, citations that lean on it as "0 3 7". Returns 1, or 0 when the lease is lost.
local unit = ARGV[1]
if not holds(unit, ARGV[2]) then return 0 end
local part = split(unit, ':')
local id, generation = part[2], part[3]
finish(unit)
redis.call('HSET', job_key(id), 'found', ARGV[3], 'citations', ARGV[5])
if ARGV[4] ~= '' then redis.call('HSET', job_key(id), 'title', ARGV[4]) end

local ties, settled = of_generation('ties', id, generation), of_generation('settled', id, generation)
for citation = 0, tonumber(ARGV[5]) - 1 do redis.call('SADD', settled, citation) end
local pages_of = {}
for i = 6, #ARGV, 3 do
  redis.call('HSET', ties, 'p:' .. ARGV[i], ARGV[i + 2])
  for _, citation in ipairs(split(ARGV[i + 2], ' ')) do
    redis.call('SREM', settled, citation)
    pages_of[citation] = (pages_of[citation] or '') .. ' ' .. ARGV[i]
  end
end
for citation, pages in pairs(pages_of) do redis.call('HSET', ties, 'c:' .. citation, pages) end
redis.call('HSET', job_key(id), 'done', redis.call('SCARD', settled), 'pages', (#ARGV - 5) / 3)
tell(id, 'found')

if #ARGV == 5 then ring('report:' .. id .. ':' .. generation) end
for i = 6, #ARGV, 3 do
  local page = ARGV[i]
  local record = is_fresh(page, id)
  if record then
    hand_over(page, id, generation, record, '{"shared":true}')
  else
    redis.call('HSET', P .. 'page:' .. page, 'target', ARGV[i + 1])
    redis.call('EXPIRE', P .. 'page:' .. page, 30 * 86400)
    redis.call('SADD', P .. 'waiting:' .. page, id .. ':' .. generation)
    -- Somebody may be at it already; one fetch serves all who wait.
    if not redis.call('ZSCORE', P .. 'due:fetch', 'fetch:' .. page) then ring('fetch:' .. page) end
  end
end
return 1
