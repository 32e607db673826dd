-- Takes entries out of a stream for good. KEYS: the stream, the ids that were forgotten. ARGV: the group, then id and place of
-- each entry. Gives the ids that were forgotten before: each time, since who settles late asks, too, and cannot heed it.
local forgotten = {}
for i = 2, #ARGV, 2 do
    redis.call('XACK', KEYS[1], ARGV[1], ARGV[i + 1])
    redis.call('XDEL', KEYS[1], ARGV[i + 1])
    if redis.call('SISMEMBER', KEYS[2], ARGV[i]) == 1 then
        forgotten[#forgotten + 1] = ARGV[i]
    end
end
return forgotten
