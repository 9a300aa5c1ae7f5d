import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, existsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { derivedKeys, type Keys, KINDS } from '../core/keys.ts';
import { keptKeys } from '../runtime/key-file.ts';

const BIHUAN = fileURLToPath(new URL('./bihuan.js', import.meta.url));
const hex = (digit: string) => digit.repeat(64);

interface Ran {
  code: number;
  out: string;
}
function bihuan(env: Record<string, string>, ...args: string[]): Promise<Ran> {
  const { DATABASE_URL: _, DATABASE_OWNER_URL: __, ...rest } = process.env;
  return new Promise((resolve) =>
    execFile(process.execPath, [BIHUAN, 'key', ...args], { env: { ...rest, ...env } }, (error, out) =>
      resolve({ code: error === null ? 0 : Number(error.code), out }),
    ),
  );
}

describe('keys of an installation on this machine', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(os.tmpdir(), 'bihuan-key-'));
  });
  const kept = () => JSON.parse(readFileSync(path.join(dataDir, 'keys.json'), 'utf8')) as Keys;
  const key = async (...args: string[]) => {
    const { code, out } = await bihuan({}, ...args, '--data', dataDir, '--json');
    return { code, answer: JSON.parse(out) as Record<string, unknown>, out };
  };

  test('are listed by number, never by content', async () => {
    const keys = keptKeys(dataDir);

    const { code, answer, out } = await key('list');

    expect(code).toBe(0);
    expect(
      (answer.keys as { kind: string; id: number; inUse: boolean }[]).map(({ kind, id, inUse }) => [
        kind,
        id,
        inUse,
      ]),
    ).toEqual(KINDS.map((kind) => [kind, 1, true]));
    for (const kind of KINDS) expect(out).not.toContain(keys[kind][0]!.value);
  });

  test('a leaked token of an old installation is replaced; the vault and all else stay as they were', async () => {
    // given an installation of one secret
    const secret = 'f00d'.repeat(16);
    writeFileSync(path.join(dataDir, 'secret'), secret);
    const old = derivedKeys(secret);

    // when its token is rotated
    const { code, answer } = await key('rotate', 'hotline');

    // then the new one is told, the old one is gone, and nothing else has changed
    expect([code, answer]).toMatchObject([0, { from: 1, to: 2, dropped: [1], restart: ['bihuan'] }]);
    expect(kept()).toEqual({ ...old, hotline: [expect.objectContaining({ id: 2, value: answer.token })] });
    expect(answer.token).not.toBe(old.hotline[0]!.value);
  });

  test('the session key before goes on verifying until it is dropped', async () => {
    const before = keptKeys(dataDir);

    expect((await key('rotate', 'session')).answer).toMatchObject({
      to: 2,
      dropped: [],
      restart: ['bihuan'],
    });
    expect(kept().session.slice(1)).toEqual(before.session);
    expect((await key('drop', 'session')).answer).toMatchObject({ to: 2, dropped: [1] });
    expect(kept().session.map(({ id }) => id)).toEqual([2]);
  });

  test('where nothing was ever started there is nothing to rotate, and nothing is made', async () => {
    expect((await key('rotate', 'session')).code).toBe(2);
    expect(existsSync(path.join(dataDir, 'keys.json'))).toBe(false);
    expect((await bihuan({}, 'rotate', 'nonsense')).code).toBe(2);
  });
});

test('keys in the environment are not ours to write: the variable to set is told', async () => {
  const env = {
    DATABASE_URL: 'postgres://owner:x@127.0.0.1:1/bihuan',
    BIHUAN_KEY_LISTENER: hex('a'),
    BIHUAN_SECRET: 's'.repeat(40),
  };

  const { code, out } = await bihuan(env, 'rotate', 'listener', '--json');

  const { set, restart } = JSON.parse(out) as { set: Record<string, string>; restart: string[] };
  expect([code, restart]).toEqual([0, ['bihuan', 'zeebe']]);
  expect(set.BIHUAN_KEY_LISTENER).toMatch(new RegExp(`^2:[0-9a-f]{64},1:${hex('a')}$`));
});
