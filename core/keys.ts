import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * What an installation keeps secret, each for itself, so that one that leaks can be replaced alone (docs/decisions/0009):
 * `session` signs cookies, `vault` seals reporters, `hotline` is the token of the 12345 platform, `database` the password
 * of the product's role, `listener` the password with which the engine hands over its records.
 */
export const KINDS = ['session', 'vault', 'hotline', 'database', 'listener'] as const;
export type Kind = (typeof KINDS)[number];

/** A secret under its number; numbers of a kind only grow. */
export interface Key {
  id: number;
  /** Letters, digits, `-` and `_`, at least 32; of the vault 64 hexadecimal digits. */
  value: string;
  /** When it was made, ISO; absent where nobody noted it. */
  at?: string;
}

/** The keys of each kind, the one in use first, then those that are still understood. */
export type Keys = Record<Kind, Key[]>;

/** Kinds whose earlier keys still open something after a rotation; of the others only the newest counts. */
const KEPT = new Set<Kind>(['session', 'vault', 'listener']);

/** The user name that belongs to the record listener's password. */
export const LISTENER_USER = 'bihuan';

export const variableOf = (kind: Kind): string => `BIHUAN_KEY_${kind.toUpperCase()}`;

/** A new random key. `at`: the instant to note with it. */
export const freshKey = (id: number, at?: string): Key => ({
  id,
  value: randomBytes(32).toString('hex'),
  ...(at === undefined ? {} : { at }),
});

/** Key 1 of every kind for a new installation. */
export const freshKeys = (at: string): Keys =>
  Object.fromEntries(KINDS.map((kind) => [kind, [freshKey(1, at)]])) as Keys;

/**
 * Key 1 of every kind for an installation that was made when one secret (file `secret`, BIHUAN_SECRET) stood for all of
 * them: exactly what was derived from it then, so that nothing sealed with it is lost.
 */
export function derivedKeys(secret: string): Keys {
  const derived = (purpose: string) => createHmac('sha256', secret).update(purpose).digest('hex');
  const vault = Buffer.from(hkdfSync('sha256', secret, '', 'bihuan reporter vault', 32)).toString('hex');
  const first = (value: string): Key[] => [{ id: 1, value }];
  return {
    session: first(derived('session')),
    vault: first(vault),
    hotline: first(derived('hotline')),
    database: first(derived('database role')),
    listener: first(derived('record listener')),
  };
}

/** The ring after a new key was made for it; what the kind no longer needs is left out. */
export function rotatedRing(kind: Kind, ring: readonly Key[], at: string): Key[] {
  const next = freshKey(Math.max(0, ...ring.map(({ id }) => id)) + 1, at);
  return KEPT.has(kind) ? [next, ...ring] : [next];
}

/** A ring as the text of its environment variable. */
export const asVariable = (ring: readonly Key[]): string =>
  ring.map(({ id, value }) => `${id}:${value}`).join(',');

/** By this two processes can tell that they mean the same key without naming it. */
export const fingerprintOf = (key: Key): string =>
  createHash('sha256').update(`bihuan key ${key.value}`).digest('hex').slice(0, 16);

/** Whether `given` is one of the secrets, in a time that tells nothing of them. */
export function isOneOf(given: string, wanted: readonly string[]): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const seen = digest(given);
  return wanted.map((one) => timingSafeEqual(seen, digest(one))).includes(true);
}
