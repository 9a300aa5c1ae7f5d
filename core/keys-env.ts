import { derivedKeys, KINDS, variableOf, type Key, type Keys, type Kind } from './keys.ts';

const SHORTEST_SECRET = 32;

/**
 * The keys that an environment names: `BIHUAN_KEY_<KIND>` = `[id:]value[,id:value…]`, the one in use first; without an id
 * it is key 1. BIHUAN_SECRET of an older installation stands in as key 1 wherever no other key 1 is named. Out: what
 * could be read, and every fault in words for who sets the variables.
 */
export function keysFromEnv(env: NodeJS.ProcessEnv): { keys: Keys; faults: string[] } {
  const faults: string[] = [];
  const secret = env.BIHUAN_SECRET || undefined;
  if (secret !== undefined && secret.length < SHORTEST_SECRET)
    faults.push(`BIHUAN_SECRET: must have at least ${SHORTEST_SECRET} characters`);
  const derived = secret === undefined ? undefined : derivedKeys(secret);
  const ring = (kind: Kind): Key[] => {
    const text = env[variableOf(kind)]?.trim() ?? '';
    const named = text === '' ? [] : text.split(',').map((part) => keyFrom(kind, part.trim(), faults));
    if (new Set(named.map(({ id }) => id)).size < named.length)
      faults.push(`${variableOf(kind)}: names the same key id twice`);
    const old = derived?.[kind].filter(({ id }) => !named.some((key) => key.id === id)) ?? [];
    return [...named, ...old];
  };
  const keys = Object.fromEntries(KINDS.map((kind) => [kind, ring(kind)])) as Keys;
  // Where the product's own database user is named with its password, that password is not ours.
  const ownUser =
    env.DATABASE_URL !== undefined &&
    env.DATABASE_OWNER_URL !== undefined &&
    env.DATABASE_URL !== env.DATABASE_OWNER_URL;
  for (const kind of KINDS)
    if (keys[kind].length === 0 && !(kind === 'database' && ownUser))
      faults.push(`${variableOf(kind)}: must be set (openssl rand -hex 32)`);
  return { keys, faults };
}

function keyFrom(kind: Kind, text: string, faults: string[]): Key {
  const [, id = '1', value = ''] = /^(?:(\d{1,6}):)?(.*)$/s.exec(text) ?? [];
  const good = kind === 'vault' ? /^[0-9a-f]{64}$/ : /^[A-Za-z0-9_-]{32,200}$/;
  if (!good.test(value))
    faults.push(
      `${variableOf(kind)}: ${kind === 'vault' ? '64 hexadecimal digits' : 'at least 32 letters and digits'}, as openssl rand -hex 32 makes them`,
    );
  return { id: Number(id), value };
}
