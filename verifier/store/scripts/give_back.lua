-- ARGV: unit, token, 1 when the holder died or stumbled (counts), 0 when it was stopped (costs nothing)
if not holds(ARGV[1], ARGV[2]) then return 0 end
let_go(ARGV[1], ARGV[3] == '1')
ring(ARGV[1])
return 1
