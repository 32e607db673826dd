-- Takes entries out of a stream though they are not answered, and notes those that somebody has read already. KEYS: the
-- stream, the ids that were forgotten. ARGV: the group, seconds for which that is noted, then id and place of each entry.
-- Gives how many there were.
local gone = 0
for i = 3, #ARGV, 2 do
    -- There is no group yet if nobody reads.
    local read = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[i + 1], ARGV[i + 1], 1)
    redis.call('XACK', KEYS[1], ARGV[1], ARGV[i + 1])
    local there = redis.call('XDEL', KEYS[1], ARGV[i + 1])
    if there == 1 and not read.err and #read > 0 then
        redis.call('SADD', KEYS[2], ARGV[i])
        redis.call('EXPIRE', KEYS[2], ARGV[2])
    end
    gone = gone + there
end
return gone
