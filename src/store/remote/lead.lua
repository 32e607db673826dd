-- Takes a lease, or lengthens it. KEYS: the lease. ARGV: who, milliseconds. Gives 1 if the lease is theirs then.
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then
    return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
