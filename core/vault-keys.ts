import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { one, rows, type Db, type Trx } from './db.ts';
import { AppError } from './errors.ts';
import { fingerprintOf, type Key } from './keys.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Under this lock the key in use changes; who seals shares it, so that no row gets an old key afterwards. */
export const VAULT_LOCK = 774_002;

let known = new Map<number, Key>();
let askAgain: () => readonly Key[] = () => [];

/**
 * Tell this process the vault's keys; once, at start. They are never stored in the database, so that a copy of it alone
 * does not tell who reported (quality.md, Security; 安监总财〔2018〕19号 on keeping reporters secret). `reread` is asked
 * when a row names a key that was made since, so that a rotation needs no restart.
 */
export function setVaultKeys(keys: readonly Key[], reread: () => readonly Key[] = () => []): void {
  known = new Map(keys.map((key) => [key.id, key]));
  askAgain = reread;
}

function vaultKey(id: number): Key {
  if (!known.has(id)) for (const key of askAgain()) known.set(key.id, key);
  const key = known.get(id);
  if (key === undefined)
    throw new AppError(
      'vault-key',
      503,
      '举报人信息的密钥尚未就绪，本次操作没有保存，请稍后再试或告知管理员',
      {
        detail: `key ${id}`,
      },
    );
  return key;
}

/** Encrypt a text with the vault key of this id, bound to a case: moved to another case's row it does not open. */
export function seal(keyId: number, caseId: string, text: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(vaultKey(keyId).value, 'hex'), iv);
  cipher.setAAD(Buffer.from(caseId));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** The text that was sealed. Throws if it was changed, belongs to another case or was sealed with another key. */
export function unseal(keyId: number, caseId: string, sealed: Buffer): string {
  const key = Buffer.from(vaultKey(keyId).value, 'hex');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES));
  decipher.setAAD(Buffer.from(caseId));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const body = sealed.subarray(IV_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}

/** The id of the key in use. Whoever seals holds the lock, shared, from before this question to its commit. */
export async function keyInUse(trx: Db | Trx): Promise<number> {
  const row = await one<{ id: number }>(trx, 'select max(key_id) as id from vault_key');
  return row!.id;
}

/**
 * At start, with the owner's connection: the keys given must be those the vault was sealed with, all of them, or nobody
 * could read it any more. Notes the fingerprint of a key seen first. Throws with what to set.
 */
export async function checkVaultKeys(owner: Db, keys: readonly Key[]): Promise<void> {
  const needed = await rows<{ key_id: number; fingerprint: string | null; rows: number }>(
    owner,
    `select k.key_id, k.fingerprint,
            (select count(*)::int from reporter_vault v where v.key_id = k.key_id) as rows
     from vault_key k order by k.key_id desc`,
  );
  const [inUse] = needed;
  for (const { key_id, fingerprint, rows: sealed } of needed) {
    const key = keys.find(({ id }) => id === key_id);
    if (key === undefined && sealed === 0 && key_id !== inUse!.key_id) continue;
    if (key === undefined && sealed === 0 && fingerprint === null && keys[0]!.id > key_id) {
      // A new installation whose first key has another number.
      await noteKey(owner, keys[0]!);
      continue;
    }
    if (key === undefined)
      throw new Error(
        `key ${key_id} of the vault is missing, with which ${sealed} reporters are sealed: add it to BIHUAN_KEY_VAULT (or to keys.json of the data folder)`,
      );
    if (fingerprint !== null && fingerprint !== fingerprintOf(key))
      throw new Error(
        `key ${key_id} of the vault (BIHUAN_KEY_VAULT, keys.json) is not the one with which ${sealed} reporters are sealed; a new key needs a new number: bihuan key rotate vault`,
      );
    await noteKey(owner, key);
  }
}

/** Make a key known to the database by its fingerprint; the greatest id is the one in use. */
export const noteKey = (trx: Db | Trx, key: Key): Promise<unknown> =>
  trx.raw(
    `insert into vault_key (key_id, fingerprint) values (?, ?)
     on conflict (key_id) do update set fingerprint = excluded.fingerprint where vault_key.fingerprint is null`,
    [key.id, fingerprintOf(key)],
  );
