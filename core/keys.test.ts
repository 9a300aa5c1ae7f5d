import { createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { asVariable, derivedKeys, freshKeys, isOneOf, KINDS, rotatedRing } from './keys.ts';
import { keysFromEnv } from './keys-env.ts';

const SECRET = 'the one secret of an old installation';
const hex = (digit: string) => digit.repeat(64);
const each = (value: string) =>
  Object.fromEntries(KINDS.map((kind) => [`BIHUAN_KEY_${kind.toUpperCase()}`, value]));

describe('keys of an installation', () => {
  test('are five that have nothing in common', () => {
    const keys = freshKeys('2026-03-02T01:00:00.000Z');

    const values = KINDS.map((kind) => keys[kind][0]!.value);
    expect(new Set(values).size).toBe(5);
    for (const value of values) expect(value).toMatch(/^[0-9a-f]{64}$/);
  });

  test('of one with a single secret are exactly what was derived from it, as key 1', () => {
    const keys = derivedKeys(SECRET);

    const hmac = (purpose: string) => createHmac('sha256', SECRET).update(purpose).digest('hex');
    expect(keys).toMatchObject({
      session: [{ id: 1, value: hmac('session') }],
      hotline: [{ id: 1, value: hmac('hotline') }],
      database: [{ id: 1, value: hmac('database role') }],
      vault: [
        {
          id: 1,
          value: Buffer.from(hkdfSync('sha256', SECRET, '', 'bihuan reporter vault', 32)).toString('hex'),
        },
      ],
    });
  });

  test('after a rotation: what the old one still opens keeps it, a leaked token is worth nothing at once', () => {
    const old = freshKeys('2026-03-02T01:00:00.000Z');
    const ids = (kind: (typeof KINDS)[number]) => rotatedRing(kind, old[kind], 'later').map(({ id }) => id);

    expect(KINDS.map((kind) => [kind, ids(kind)])).toEqual([
      ['session', [2, 1]],
      ['vault', [2, 1]],
      ['hotline', [2]],
      ['database', [2]],
      ['listener', [2, 1]],
    ]);
  });

  test('are compared as a whole', () => {
    expect([isOneOf('b', ['a', 'b']), isOneOf('', ['a']), isOneOf('a', [])]).toEqual([true, false, false]);
  });
});

describe('keys from the environment', () => {
  test('stand in one variable each, the one in use first', () => {
    const env = { ...each(hex('a')), BIHUAN_KEY_VAULT: `2:${hex('b')},1:${hex('c')}` };

    const { keys, faults } = keysFromEnv(env);

    expect(faults).toEqual([]);
    expect(keys.hotline).toEqual([{ id: 1, value: hex('a') }]);
    expect(keys.vault).toEqual([
      { id: 2, value: hex('b') },
      { id: 1, value: hex('c') },
    ]);
    expect(asVariable(keys.vault)).toBe(env.BIHUAN_KEY_VAULT);
  });

  test('an old BIHUAN_SECRET goes on working alone, and is rotated away kind by kind', () => {
    const alone = keysFromEnv({ BIHUAN_SECRET: SECRET });
    expect(alone).toEqual({ keys: derivedKeys(SECRET), faults: [] });

    const rotated = keysFromEnv({ BIHUAN_SECRET: SECRET, BIHUAN_KEY_VAULT: `2:${hex('b')}` });
    expect(rotated.keys.vault.map(({ id }) => id)).toEqual([2, 1]);
    expect(rotated.keys.vault[1]).toEqual(derivedKeys(SECRET).vault[0]);

    expect(keysFromEnv(each(hex('a'))).faults).toEqual([]);
  });

  test('every fault is told, with the variable to set', () => {
    const { faults } = keysFromEnv({
      BIHUAN_KEY_SESSION: 'short',
      BIHUAN_KEY_VAULT: 'x'.repeat(64),
      BIHUAN_KEY_HOTLINE: `1:${hex('a')},1:${hex('b')}`,
    });

    for (const variable of ['SESSION', 'VAULT', 'HOTLINE', 'DATABASE', 'LISTENER'])
      expect(faults.filter((fault) => fault.startsWith(`BIHUAN_KEY_${variable}:`))).toHaveLength(1);
  });

  test('a database user that is named with its own password needs none of ours', () => {
    const { BIHUAN_KEY_DATABASE: _, ...env } = each(hex('a'));
    const users = { DATABASE_OWNER_URL: 'postgres://owner@db/x', DATABASE_URL: 'postgres://app@db/x' };

    expect(keysFromEnv({ ...env, ...users }).faults).toEqual([]);
    expect(keysFromEnv(env).faults).toHaveLength(1);
  });
});
