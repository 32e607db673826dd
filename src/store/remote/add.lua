-- Adds entries to a stream unless their ids are claimed, and claims those. KEYS: the stream, then a claim an entry.
-- ARGV: seconds that a claim lasts, then id, chat and content of each entry. Gives the ids that were added.
local added = {}
for i = 2, #KEYS do
    local at = 3 * i - 4
    if redis.call('SET', KEYS[i], '', 'NX', 'EX', ARGV[1]) then
        redis.call('XADD', KEYS[1], '*', 'id', ARGV[at], 'chat', ARGV[at + 1], 'content', ARGV[at + 2])
        added[#added + 1] = ARGV[at]
    end
end
return added
