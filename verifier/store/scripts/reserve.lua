-- Generic cell rate algorithm (ITU-T I.371). ARGV: name, interval_ms, burst, longest wait_ms, 1 to block the name instead
-- Returns the wait in ms; a turn further away than the longest wait is told but not booked.
local turn, blocked = P .. 'turn:' .. ARGV[1], P .. 'blocked:' .. ARGV[1]
local interval, burst, longest = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if ARGV[5] == '1' then
  local until_ms = NOW + longest
  if until_ms > tonumber(redis.call('GET', blocked) or '0') then redis.call('SET', blocked, until_ms, 'PX', longest) end
  return 0
end
local block = tonumber(redis.call('GET', blocked) or '0')
local base = math.max(tonumber(redis.call('GET', turn) or '0'), NOW, block)
local wait = math.max(base - interval * (burst - 1), block, NOW) - NOW
if wait > longest then return wait end
redis.call('SET', turn, base + interval, 'PX', math.floor(base + interval - NOW) + 60000)
return wait
