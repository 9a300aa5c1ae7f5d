import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { one, type Db } from '../core/db.ts';
import { asVariable, KINDS, rotatedRing, variableOf, type Key, type Keys, type Kind } from '../core/keys.ts';
import { keysFromEnv } from '../core/keys-env.ts';
import { migrate } from '../core/migrate.ts';
import { now } from '../core/time.ts';
import { keyInUse, setVaultKeys } from '../core/vault-keys.ts';
import { rotateVault, rowsByKey } from '../core/vault-rotation.ts';
import { tryFileLock } from '../runtime/file-lock.ts';
import { readKeys, secretFileIn, writeKeys } from '../runtime/key-file.ts';
import { withOwnerDatabase } from './owner-database.ts';
import { dataDirOf, withDatabase } from './running.ts';

/** Where the keys of an installation stand: its own file, which we write, or the environment, which its operator sets. */
export interface KeySeat {
  from: 'file' | 'environment';
  keys: Keys;
  /** As given on the command line. */
  data: string | undefined;
}

/** What a rotation, or the dropping of old keys, came to. */
export interface KeyChange {
  kind: Kind;
  /** The key in use before and afterwards. */
  from: number;
  to: number;
  /** Ids that are no longer understood. */
  dropped: number[];
  /** Variables the operator has to set; absent where we wrote the file ourselves. */
  set?: Record<string, string>;
  /** Rows of the vault that were sealed anew, and cases whose row opens with no key. */
  rows?: number;
  unreadable?: string[];
  /** The new token, for the operator of the 12345 platform. */
  token?: string;
  /** What must be restarted for it to hold. */
  restart: string[];
}

const RESTART: Record<Kind, string[]> = {
  session: ['bihuan'],
  vault: [],
  hotline: ['bihuan'],
  database: ['bihuan'],
  listener: ['bihuan', 'zeebe'],
};

/** The keys of the installation in the data folder, or of the one that the environment names. Throws with what is wrong. */
export function findKeys(data: string | undefined): KeySeat {
  if (data === undefined && (process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL) !== undefined) {
    const { keys, faults } = keysFromEnv(process.env);
    // A command about one key does not need the others.
    if (KINDS.every((kind) => keys[kind].length === 0)) throw new Error(faults.join('；'));
    return { from: 'environment', keys, data };
  }
  const keys = readKeys(dataDirOf(data));
  if (keys === undefined)
    throw new Error(
      `这里没有密钥：${dataDirOf(data)}。请先运行 bihuan up，或设置 ${variableOf('vault')} 等变量。`,
    );
  return { from: 'file', keys, data };
}

/** Rows of the vault by key id; undefined where the database cannot be asked. */
export const countRows = (seat: KeySeat): Promise<Map<number, number> | undefined> =>
  withOwnerDatabase(seat.data, (url) => withDatabase(url, rowsByKey)).catch(() => undefined);

/** Make a new key of a kind and put it into use; of the vault, seal every row with it. Run again after a crash. */
export async function rotate(seat: KeySeat, kind: Kind, onBatch: (rows: number) => void): Promise<KeyChange> {
  if (kind === 'vault') return alone(seat, () => rotateTheVault(seat, onBatch));
  return alone(seat, () => {
    const ring = rotatedRing(kind, seat.keys[kind], now().toISOString());
    return Promise.resolve({
      ...keep(seat, kind, ring),
      restart: RESTART[kind],
      ...(kind === 'hotline' ? { token: ring[0]!.value } : {}),
    });
  });
}

/** Forget the keys of a kind that are no longer in use. Throws while rows of the vault still need one. */
export async function drop(seat: KeySeat, kind: Kind): Promise<KeyChange> {
  return alone(seat, async () => {
    const [inUse] = seat.keys[kind];
    if (inUse === undefined) throw new Error(`${variableOf(kind)} 未设置`);
    if (kind === 'vault') await mustNotBeNeeded(seat, inUse);
    const change = keep(seat, kind, [inUse]);
    if (seat.from === 'file') forgetSecret(dataDirOf(seat.data));
    return { ...change, restart: change.dropped.length === 0 ? [] : RESTART[kind] };
  });
}

/** In the environment a new key must reach every process before anything is sealed with it: that takes two calls. */
async function rotateTheVault(seat: KeySeat, onBatch: (rows: number) => void): Promise<KeyChange> {
  return withOwnerDatabase(seat.data, (url) =>
    withDatabase(url, async (owner) => {
      await migrate(owner);
      if (await isDone(owner, seat.keys.vault)) {
        const ring = rotatedRing('vault', seat.keys.vault, now().toISOString());
        const change = keep(seat, 'vault', ring);
        if (seat.from === 'environment') return { ...change, restart: ['bihuan'] };
        seat.keys.vault = ring;
      }
      const from = await keyInUse(owner);
      const [key] = seat.keys.vault;
      setVaultKeys(seat.keys.vault);
      const { rows, unreadable } = await rotateVault(owner, key!, onBatch);
      await owner.raw(
        `insert into security_event (at, actor, act, body) values (?, 'system', 'vault.rotated', ?)`,
        [now(), JSON.stringify({ from, to: key!.id, rows, unreadable: unreadable.length })],
      );
      return { kind: 'vault', from, to: key!.id, dropped: [], rows, unreadable, restart: [] };
    }),
  );
}

/** Whether the newest key is in use and no row has another: then a rotation begins, else it goes on. */
async function isDone(owner: Db, ring: readonly Key[]): Promise<boolean> {
  const [newest] = ring;
  if (newest === undefined) throw new Error(`${variableOf('vault')} 未设置`);
  const other = await one(owner, 'select 1 from reporter_vault where key_id <> ? limit 1', [newest.id]);
  return other === undefined && (await keyInUse(owner)) === newest.id;
}

async function mustNotBeNeeded(seat: KeySeat, inUse: Key): Promise<void> {
  const done = await withOwnerDatabase(seat.data, (url) =>
    withDatabase(url, (owner) => isDone(owner, [inUse])),
  );
  if (!done) throw new Error('还有举报人信息用旧密钥保存，请先运行 bihuan key rotate vault');
}

function keep(seat: KeySeat, kind: Kind, ring: Key[]): Omit<KeyChange, 'restart'> {
  const before = seat.keys[kind];
  const dropped = before.map(({ id }) => id).filter((id) => !ring.some((key) => key.id === id));
  const change = { kind, from: before[0]?.id ?? 0, to: ring[0]!.id, dropped };
  if (seat.from === 'environment') return { ...change, set: { [variableOf(kind)]: asVariable(ring) } };
  writeKeys(dataDirOf(seat.data), { ...seat.keys, [kind]: ring });
  return change;
}

/** The one secret of old says nothing more once no key that was derived from it is understood. */
function forgetSecret(dataDir: string): void {
  const keys = readKeys(dataDir)!;
  if (existsSync(secretFileIn(dataDir)) && KINDS.every((kind) => keys[kind].every(({ id }) => id > 1)))
    rmSync(secretFileIn(dataDir));
}

/** One at a time: two rotations of one file would each forget the other's key. */
async function alone(seat: KeySeat, work: () => Promise<KeyChange>): Promise<KeyChange> {
  if (seat.from === 'environment') return work();
  const lock = tryFileLock(path.join(dataDirOf(seat.data), 'keys.lock'));
  if (!('release' in lock)) throw new Error(`进程 ${lock.pid} 正在更换密钥，请稍后再试`);
  try {
    seat.keys = readKeys(dataDirOf(seat.data)) ?? seat.keys;
    return await work();
  } finally {
    lock.release();
  }
}
