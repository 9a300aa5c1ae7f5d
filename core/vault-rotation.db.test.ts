import { spawn } from 'node:child_process';
import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { aCase } from '../tests/harness/factories.ts';
import { asSystem, openDatabase, rows, type Db } from './db.ts';
import { asVariable, derivedKeys, freshKey, type Key } from './keys.ts';
import { checkVaultKeys, setVaultKeys } from './vault-keys.ts';
import { rotateVault } from './vault-rotation.ts';
import { sealReporter, vaultValues } from './vault.ts';

const BIHUAN = fileURLToPath(new URL('../bin/bihuan.ts', import.meta.url));
const MANY = 650;

let database: TestDatabase;
let owner: Db;
let old: Key;
let next: Key;
beforeEach(async () => {
  database = await freshDatabase();
  owner = openDatabase(database.ownerUrl, 3);
  [old, next] = [freshKey(1), freshKey(2)];
  setVaultKeys([old]);
});
afterEach(async () => {
  await owner.destroy();
  await database.close();
});

/** Cases with a reporter each; gives case id → the reporter's name. */
async function sealed(count: number): Promise<Map<string, string>> {
  return asSystem(database.db, async (trx) => {
    const found = new Map<string, string>();
    for (let n = 0; n < count; n++) {
      const { caseId } = await aCase(trx, { title: `第${n}件` });
      await sealReporter(trx, caseId, { reporter: `举报人第${n}号` });
      found.set(caseId, `举报人第${n}号`);
    }
    return found;
  });
}

const readable = (reporters: Map<string, string>): Promise<boolean[]> =>
  asSystem(database.db, async (trx) => {
    const same: boolean[] = [];
    for (const [caseId, name] of reporters) same.push((await vaultValues(trx, caseId)).includes(name));
    return same;
  });

const ids = async (): Promise<Record<string, number>> =>
  Object.fromEntries(
    (
      await rows<{ key_id: number; n: number }>(
        owner,
        'select key_id, count(*)::int as n from reporter_vault group by key_id',
      )
    ).map(({ key_id, n }) => [key_id, n]),
  );

/** `bihuan key rotate vault` of an installation whose keys stand in the environment; dies after its n-th batch. */
async function rotateByCommand(
  dieAfter?: number,
): Promise<{ code: number | null; signal: string | null; out: string }> {
  const child = spawn(process.execPath, [BIHUAN, 'key', 'rotate', 'vault', '--json'], {
    env: {
      ...process.env,
      DATABASE_URL: database.ownerUrl,
      ZEEBE_ADDRESS: '127.0.0.1:1',
      BIHUAN_SECRET: 's'.repeat(40),
      BIHUAN_KEY_VAULT: asVariable([next, old]),
      ...(dieAfter === undefined ? {} : { BIHUAN_FAIL_POINT: `vault.batch:${dieAfter}` }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString('utf8')));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, out };
}

describe('rotating the key of the vault', () => {
  test('survives a crash in the middle: every reporter can be read then and afterwards, and no row keeps the old key', async () => {
    // given many reporters, all sealed with key 1
    const reporters = await sealed(MANY);
    expect(await ids()).toEqual({ 1: MANY });

    // when the command dies after its second batch
    const crashed = await rotateByCommand(2);
    expect(crashed.signal).toBe('SIGKILL');

    // then some rows are sealed anew, and a process with both keys reads every one
    const half = await ids();
    expect(half[1]! + half[2]!).toBe(MANY);
    expect(Math.min(half[1]!, half[2]!)).toBeGreaterThan(0);
    setVaultKeys([next, old]);
    expect(await readable(reporters)).not.toContain(false);

    // and when it is run again, it does the rest, and the old key can be dropped
    const finished = await rotateByCommand();
    expect([finished.code, JSON.parse(finished.out)]).toMatchObject([
      0,
      { kind: 'vault', to: 2, rows: half[1] },
    ]);
    expect(await ids()).toEqual({ 2: MANY });
    setVaultKeys([next]);
    expect(await readable(reporters)).not.toContain(false);
    await expect(checkVaultKeys(owner, [next])).resolves.toBeUndefined();
  });

  test('reporters sealed while it runs, by a process that learns the new key only then, are kept and use it', async () => {
    const reporters = await sealed(5);
    // given a process that knows key 1 and is told of key 2 when it asks
    setVaultKeys([old], () => [next, old]);

    // when the rotation runs beside somebody who seals and adds to what is sealed
    const [first] = reporters.keys();
    const [done, later] = await Promise.all([
      rotateVault(owner, next),
      sealed(20),
      asSystem(database.db, (trx) => sealReporter(trx, first!, { extraVault: '住在3号楼' })),
    ]);
    await rotateVault(owner, next);

    // then nothing is lost and nothing has the old key
    expect(done.unreadable).toEqual([]);
    expect(await ids()).toEqual({ 2: 25 });
    expect(await readable(new Map([...reporters, ...later]))).not.toContain(false);
    expect(await asSystem(database.db, (trx) => vaultValues(trx, first!))).toContain('住在3号楼');
  });

  test('two who add to one case at once lose nothing of each other', async () => {
    const { caseId } = await asSystem(database.db, (trx) => aCase(trx));

    await Promise.all(
      ['甲的话', '乙的话', '丙的话'].map((said, n) =>
        asSystem(database.db, (trx) => sealReporter(trx, caseId, { [`note${n}`]: said })),
      ),
    );

    expect((await asSystem(database.db, (trx) => vaultValues(trx, caseId))).sort()).toEqual(
      ['丙的话', '乙的话', '甲的话'].sort(),
    );
  });

  test('a damaged row is named and left alone, the others are done', async () => {
    const reporters = await sealed(3);
    const [damaged] = [...reporters.keys()].sort();
    await owner.raw(
      `update reporter_vault set sealed = 'nonsense that is long enough to be cut' where case_id = ?`,
      [damaged!],
    );
    setVaultKeys([next, old]);

    expect(await rotateVault(owner, next)).toEqual({ rows: 2, unreadable: [damaged] });
    expect(await ids()).toEqual({ 1: 1, 2: 2 });
  });
});

test('a reporter sealed by an installation of one secret opens with the key 1 that is derived from it', async () => {
  // given a row as it was written when BIHUAN_SECRET was all there was
  const secret = 'the one secret of an old installation';
  const { caseId } = await asSystem(database.db, (trx) => aCase(trx));
  const iv = randomBytes(12);
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'bihuan reporter vault', 32));
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(caseId));
  const text = Buffer.concat([cipher.update(JSON.stringify({ reporter: '苗小满' }), 'utf8'), cipher.final()]);
  await owner.raw('insert into reporter_vault (case_id, sealed, at) values (?, ?, now())', [
    caseId,
    Buffer.concat([iv, cipher.getAuthTag(), text]),
  ]);

  // when it starts with the keys of today, and is rotated away from the secret
  setVaultKeys([next, ...derivedKeys(secret).vault]);
  expect(await readable(new Map([[caseId, '苗小满']]))).toEqual([true]);
  expect(await rotateVault(owner, next)).toEqual({ rows: 1, unreadable: [] });

  // then the secret is not needed any more
  setVaultKeys([next]);
  expect(await readable(new Map([[caseId, '苗小满']]))).toEqual([true]);
});

describe('a start with the wrong keys', () => {
  test('is refused while a reporter needs the missing one, and when a number names another key than before', async () => {
    await sealed(1);
    await checkVaultKeys(owner, [old]);

    await expect(checkVaultKeys(owner, [next])).rejects.toThrow('key 1 of the vault is missing');
    await expect(checkVaultKeys(owner, [{ ...next, id: 1 }])).rejects.toThrow('is not the one');
    await expect(checkVaultKeys(owner, [next, old])).resolves.toBeUndefined();
  });

  test('a process that lacks the key of a row says so instead of writing with another', async () => {
    const [caseId] = (await sealed(1)).keys();
    setVaultKeys([next]);

    const adding = asSystem(database.db, (trx) => sealReporter(trx, caseId!, { reporter: '别人' }));

    await expect(adding).rejects.toMatchObject({ status: 503, type: 'vault-key' });
  });

  test('the application itself can neither put a key into use nor forge its fingerprint', async () => {
    await expect(database.db.raw('insert into vault_key values (9)')).rejects.toThrow('permission denied');
    await expect(database.db.raw('delete from vault_key')).rejects.toThrow('permission denied');
  });
});
