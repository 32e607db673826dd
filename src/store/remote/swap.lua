-- Changes a value if it is still what it was. KEYS: the hash of values, the sorted set of keys.
-- ARGV: the key; whether there was a value, and which; whether there is to be one, and which.
local now = redis.call('HGET', KEYS[1], ARGV[1])
if (ARGV[2] == '1' and now ~= ARGV[3]) or (ARGV[2] == '0' and now) then
    return 0
end
if ARGV[4] == '1' then
    redis.call('HSET', KEYS[1], ARGV[1], ARGV[5])
    redis.call('ZADD', KEYS[2], 0, ARGV[1])
else
    redis.call('HDEL', KEYS[1], ARGV[1])
    redis.call('ZREM', KEYS[2], ARGV[1])
end
return 1
