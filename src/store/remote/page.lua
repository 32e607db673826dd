-- Keys in their order, and their values. KEYS: the sorted set of keys, the hash of values. ARGV: from, to, at most.
local keys = redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])
if #keys == 0 then
    return {{}, {}}
end
return {keys, redis.call('HMGET', KEYS[2], unpack(keys))}
