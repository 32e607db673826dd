-- Sets a value. KEYS: the hash of values, the sorted set of keys. ARGV: the key, the value.
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], 0, ARGV[1])
