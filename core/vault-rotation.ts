import { rows, type Db, type Trx } from './db.ts';
import { failPoint } from './fail-point.ts';
import { fingerprintOf, type Key } from './keys.ts';
import { noteKey, seal, unseal, VAULT_LOCK } from './vault-keys.ts';

/** Rows at a time: a lock on so few is gone before anybody notices it. */
const BATCH = 200;

export interface Rotation {
  /** Rows sealed anew this time. */
  rows: number;
  /** Cases whose row opens with no key: damaged, left as they are. */
  unreadable: string[];
}

/**
 * Put `key` into use and seal every row of the vault with it, in batches of their own transactions: what was done stays
 * done, and the next call goes on where a crash left off. The keys of the rows must have been set (`setVaultKeys`), the
 * new one too. In: the owner's connection, for the vault is not the application's to read as a whole.
 */
export async function rotateVault(
  owner: Db,
  key: Key,
  onBatch: (rows: number) => void = () => {},
): Promise<Rotation> {
  await owner.transaction(async (trx) => {
    // Waits for whoever is sealing with the old key; the others find the new one.
    await trx.raw('select pg_advisory_xact_lock(?)', [VAULT_LOCK]);
    await noteKey(trx, key);
    const [newest] = await rows<{ key_id: number; fingerprint: string }>(
      trx,
      'select key_id, fingerprint from vault_key order by key_id desc limit 1',
    );
    if (newest!.key_id !== key.id || newest!.fingerprint !== fingerprintOf(key))
      throw new Error(`key ${newest!.key_id} is in use already, with another content than key ${key.id}`);
  });
  const done: Rotation = { rows: 0, unreadable: [] };
  for (;;) {
    const batch = await owner.transaction((trx) => sealBatch(trx, key.id, done.unreadable));
    if (batch === 0) return done;
    failPoint('vault.batch');
    done.rows += batch;
    onBatch(done.rows);
  }
}

/** Seal some rows anew. Out: how many; adds those that do not open to `unreadable`. */
async function sealBatch(trx: Trx, keyId: number, unreadable: string[]): Promise<number> {
  for (;;) {
    const old = await rows<{ case_id: string; key_id: number; sealed: Buffer }>(
      trx,
      `select case_id, key_id, sealed from reporter_vault
       where key_id <> :keyId and case_id <> all(:unreadable) order by case_id limit ${BATCH} for update`,
      { keyId, unreadable },
    );
    const fresh = old.flatMap(({ case_id, key_id, sealed }) => {
      try {
        return [{ case_id, sealed: seal(keyId, case_id, unseal(key_id, case_id, sealed)) }];
      } catch {
        unreadable.push(case_id);
        return [];
      }
    });
    if (fresh.length === 0 && old.length > 0) continue;
    if (fresh.length > 0)
      await trx.raw(
        `update reporter_vault v set sealed = decode(f.sealed, 'base64'), key_id = :keyId
         from unnest((:cases)::uuid[], (:sealed)::text[]) as f(case_id, sealed) where v.case_id = f.case_id`,
        {
          keyId,
          cases: fresh.map(({ case_id }) => case_id),
          sealed: fresh.map((row) => row.sealed.toString('base64')),
        },
      );
    return fresh.length;
  }
}

/** How many rows each key has sealed, by id; the greatest id is in use. */
export async function rowsByKey(owner: Db): Promise<Map<number, number>> {
  const counted = await rows<{ key_id: number; n: number }>(
    owner,
    `select k.key_id, count(v.case_id)::int as n from vault_key k left join reporter_vault v using (key_id)
     group by k.key_id order by k.key_id`,
  );
  return new Map(counted.map(({ key_id, n }) => [key_id, n]));
}
