import { randomUUID } from 'node:crypto';
import { act } from './act.ts';
import type { Actor } from './actor.ts';
import { one, type Trx } from './db.ts';
import { badRequest, notFound } from './errors.ts';
import { require } from './policies.ts';
import { now } from './time.ts';
import { keyInUse, seal, unseal, VAULT_LOCK } from './vault-keys.ts';

/** What is known of who reported; keys are those of the form fields marked `vault`. */
export type Reporter = Record<string, unknown>;

const REASON_CHARACTERS = 5;

/** Keep the reporter of a case, encrypted and bound to that case. Later knowledge is added to what is there. */
export async function sealReporter(trx: Trx, caseId: string, reporter: Reporter): Promise<void> {
  if (Object.keys(reporter).length === 0) return;
  // One at a time for a case, or the later would not know what the earlier added.
  await trx.raw('select pg_advisory_xact_lock_shared(?), pg_advisory_xact_lock(?, hashtext(?))', [
    VAULT_LOCK,
    VAULT_LOCK,
    caseId,
  ]);
  const text = JSON.stringify({ ...(await unsealed(trx, caseId)), ...reporter });
  const keyId = await keyInUse(trx);
  await trx.raw(
    `insert into reporter_vault (case_id, sealed, key_id, at) values (?, ?, ?, ?)
     on conflict (case_id) do update set sealed = excluded.sealed, key_id = excluded.key_id, at = excluded.at`,
    [caseId, seal(keyId, caseId, text), keyId, now()],
  );
}

/**
 * Show who reported to a 举报信息保密员. Leaves a row with the reason in `vault_read` and an audit row that names
 * the reader but not what was read. Throws 403 for everybody else, 400 without a reason, 404 when nothing is kept.
 */
export async function revealReporter(
  trx: Trx,
  actor: Actor,
  caseId: string,
  reason: string,
): Promise<Reporter> {
  require(actor, 'reporter.reveal');
  const why = reason.trim();
  if ([...why].length < REASON_CHARACTERS)
    throw badRequest('请写明查阅事由', [{ path: 'reason', message: `不少于${REASON_CHARACTERS}个字` }]);
  const reporter = await unsealed(trx, caseId);
  if (reporter === undefined) throw notFound('本案没有保存举报人信息');
  await trx.raw('insert into vault_read (vault_read_id, case_id, by, reason, at) values (?, ?, ?, ?, ?)', [
    randomUUID(),
    caseId,
    actor.account,
    why,
    now(),
  ]);
  await act(trx, { caseId, actor, act: 'reporter.revealed', subject: 'reporter', more: { reason: why } });
  return reporter;
}

/** The texts of a case's vault that could give the reporter away (names, numbers), for scans. Empty if none is kept. */
export async function vaultValues(trx: Trx, caseId: string): Promise<string[]> {
  const found: string[] = [];
  JSON.stringify((await unsealed(trx, caseId)) ?? {}, (_, value: unknown) => {
    if (typeof value === 'string' && [...value.trim()].length >= 2) found.push(value.trim());
    return value;
  });
  return [...new Set(found)];
}

async function unsealed(trx: Trx, caseId: string): Promise<Reporter | undefined> {
  const row = await one<{ sealed: Buffer; key_id: number }>(
    trx,
    'select sealed, key_id from reporter_vault where case_id = ?',
    [caseId],
  );
  return row === undefined ? undefined : (JSON.parse(unseal(row.key_id, caseId, row.sealed)) as Reporter);
}
