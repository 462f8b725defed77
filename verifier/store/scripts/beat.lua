-- A sign of life sent through a queue. ARGV: queue, and when it has arrived: the time it was sent, the worker.
local underway = P .. 'beating:' .. ARGV[1]
if not ARGV[2] then
  -- One at a time; a queue that nobody reads must not fill with them.
  if redis.call('SET', underway, NOW, 'NX', 'PX', 60000) then
    redis.call('RPUSH', P .. 'outbox', 'beat:' .. ARGV[1] .. ':' .. NOW)
  end
  return 1
end
redis.call('DEL', underway)
redis.call('ZADD', P .. 'workers', NOW, ARGV[3])
if tonumber(ARGV[2]) > tonumber(redis.call('HGET', P .. 'served', ARGV[1]) or '0') then
  redis.call('HSET', P .. 'served', ARGV[1], ARGV[2])
end
return 1
