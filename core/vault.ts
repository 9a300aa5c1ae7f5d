import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { act } from './act.ts';
import type { Actor } from './actor.ts';
import { asHouse, one, type Trx } from './db.ts';
import { badRequest, notFound } from './errors.ts';
import { require, type CallingTask } from './policies.ts';
import { now } from './time.ts';

/** What is known of who reported; keys are those of the form fields marked `vault`. */
export type Reporter = Record<string, unknown>;

const IV_BYTES = 12;
const TAG_BYTES = 16;
const REASON_CHARACTERS = 5;

let key: Buffer | undefined;

/**
 * Derive the vault's key from the installation's secret; once, at start. The key is never stored, so that a copy of
 * the database alone does not tell who reported (quality.md, Security; 安监总财〔2018〕19号 on keeping reporters secret).
 */
export function setVaultKey(secret: string): void {
  key = Buffer.from(hkdfSync('sha256', secret, '', 'bihuan reporter vault', 32));
}

function vaultKey(): Buffer {
  if (key === undefined) throw new Error('the vault key is not set: call setVaultKey first');
  return key;
}

/** Keep the reporter of a case, encrypted and bound to that case. Later knowledge is added to what is there. */
export async function sealReporter(trx: Trx, caseId: string, reporter: Reporter): Promise<void> {
  if (Object.keys(reporter).length === 0) return;
  // Whoever seals need not be able to read what is sealed.
  await asHouse(trx, () => seal(trx, caseId, reporter));
}

async function seal(trx: Trx, caseId: string, reporter: Reporter): Promise<void> {
  const known = await unsealed(trx, caseId);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', vaultKey(), iv);
  cipher.setAAD(Buffer.from(caseId));
  const text = Buffer.concat([
    cipher.update(JSON.stringify({ ...known, ...reporter }), 'utf8'),
    cipher.final(),
  ]);
  await trx.raw(
    `insert into reporter_vault (case_id, sealed, at) values (?, ?, ?)
     on conflict (case_id) do update set sealed = excluded.sealed, at = excluded.at`,
    [caseId, Buffer.concat([iv, cipher.getAuthTag(), text]), now()],
  );
}

/**
 * Show who reported to a 举报信息保密员, or to who calls the reporter in the step given by `task`. Leaves a row with the
 * reason in `vault_read` and an audit row that names the reader but not what was read. The database asks again who reads.
 * Throws 403 for everybody else, 400 without a reason, 404 when nothing is kept.
 */
export async function revealReporter(
  trx: Trx,
  actor: Actor,
  caseId: string,
  reason: string,
  task?: CallingTask & { task_id: string; element_name: string },
): Promise<Reporter> {
  if (task === undefined) require(actor, 'reporter.reveal');
  else require(actor, 'reporter.call', task);
  const why = reason.trim();
  if ([...why].length < REASON_CHARACTERS)
    throw badRequest('请写明查阅事由', [{ path: 'reason', message: `不少于${REASON_CHARACTERS}个字` }]);
  const reporter = await unsealed(trx, caseId);
  if (reporter === undefined) throw notFound('本案没有保存举报人信息');
  await trx.raw(
    'insert into vault_read (vault_read_id, case_id, task_id, by, reason, at) values (?, ?, ?, ?, ?, ?)',
    [randomUUID(), caseId, task?.task_id ?? null, actor.account, why, now()],
  );
  const more = { reason: why, ...(task ? { taskId: task.task_id, element: task.element_name } : {}) };
  // A keeper is no party to the case, whose trail tells of the look all the same.
  await asHouse(trx, () => act(trx, { caseId, actor, act: 'reporter.revealed', subject: 'reporter', more }));
  return reporter;
}

/** What is kept of the reporter, for scans and masks by the product itself; undefined if nothing is. */
export const reporterOf = (trx: Trx, caseId: string): Promise<Reporter | undefined> =>
  asHouse(trx, () => unsealed(trx, caseId));

async function unsealed(trx: Trx, caseId: string): Promise<Reporter | undefined> {
  const row = await one<{ sealed: Buffer }>(trx, 'select sealed from reporter_vault where case_id = ?', [
    caseId,
  ]);
  if (row === undefined) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', vaultKey(), row.sealed.subarray(0, IV_BYTES));
  decipher.setAAD(Buffer.from(caseId));
  decipher.setAuthTag(row.sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(row.sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(text.toString('utf8')) as Reporter;
}
