-- Removes a value. KEYS: the hash of values, the sorted set of keys. ARGV: the key. Gives 1 if there was one.
redis.call('ZREM', KEYS[2], ARGV[1])
return redis.call('HDEL', KEYS[1], ARGV[1])
