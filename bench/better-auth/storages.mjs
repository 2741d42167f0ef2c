import { redisStorage } from "@better-auth/redis-storage";
import { Redis } from "ioredis";
import { createClient } from "redis";

/** The secondary storages of Better Auth that are measured, each made from the URL of a Redis. */
export const storages = { redis, "redis-storage": redisPackage, map };

/** As the documentation of API keys shows it, with the two functions that 1.7 asks for besides. */
async function redis(url) {
  const client = createClient({ url });
  await client.connect();
  return {
    get: async (key) => await client.get(key),
    getAndDelete: async (key) => await client.getDel(key),
    increment: async (key, ttl) => (await client.multi().incr(key).expire(key, ttl, "NX").exec())[0],
    set: async (key, value, ttl) => {
      if (ttl) await client.set(key, value, { EX: ttl });
      else await client.set(key, value);
    },
    delete: async (key) => {
      await client.del(key);
    },
  };
}

/** The package that Better Auth publishes for it. */
function redisPackage(url) {
  return redisStorage({ client: new Redis(url) });
}

/** Nothing can be faster, but it forgets all keys with its process, and a second process has others. */
function map() {
  const kept = new Map();
  return {
    get: (key) => kept.get(key) ?? null,
    getAndDelete(key) {
      const value = kept.get(key) ?? null;
      kept.delete(key);
      return value;
    },
    increment(key) {
      const value = Number(kept.get(key) ?? 0) + 1;
      kept.set(key, String(value));
      return value;
    },
    set: (key, value) => void kept.set(key, value),
    delete: (key) => void kept.delete(key),
  };
}
