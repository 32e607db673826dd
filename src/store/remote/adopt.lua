-- Makes entries that other consumers read and did not settle this one's, and drops consumers that have none. KEYS: the
-- stream. ARGV: the group, the consumer, 1 if it wants its own entries, too. Gives place, times read, id, chat and content
-- of each.
local taken = {}
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
    local name, pending = consumer[2], consumer[4]
    local own = name == ARGV[2]
    if pending == 0 and not own then
        redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], name)
    elseif pending > 0 and (not own or ARGV[3] == '1') then
        for _, read in ipairs(redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 4096, name)) do
            local place, times = read[1], read[4]
            local found = redis.call('XRANGE', KEYS[1], place, place)
            if #found == 0 then
                redis.call('XACK', KEYS[1], ARGV[1], place)
            else
                if not own then
                    redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, place)
                end
                local at = {}
                for i = 1, #found[1][2], 2 do
                    at[found[1][2][i]] = found[1][2][i + 1]
                end
                taken[#taken + 1] = {place, times, at['id'] or '', at['chat'] or '', at['content'] or ''}
            end
        end
    end
end
return taken
