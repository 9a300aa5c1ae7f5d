import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { one, rows, type Db, type Trx } from '../core/db.ts';
import { latestDefinition } from '../core/definitions.ts';
import type { Job } from '../core/engine-jobs.ts';
import { setFilesRoot } from '../core/files.ts';
import { setClockOffset } from '../core/time.ts';
import { perform } from '../workers/perform.ts';
import type { Verb } from '../workers/verb.ts';

/** What to run: a verb with the variables and headers of the step it stands in. */
export interface Trial {
  type: string;
  verb: Verb;
  variables: Record<string, unknown>;
  headers: Record<string, string>;
  elementId: string;
  /** Process whose newest version is the diagram of the step; default: that of the case. */
  process?: string | undefined;
}

/** What a trial run did before it was undone. */
export interface Tried {
  verb: string;
  name: string;
  output: Record<string, unknown>;
  /** Audit rows, in order. */
  acts: { act: string; subject: string; body: Record<string, unknown> }[];
  /** Rows written, by table. */
  rows: { table: string; inserted: number; updated: number; deleted: number }[];
}

/**
 * Run a verb as the host does, with the rights of the product's own role and the installation's clock, and roll back
 * whatever happens. What it prints goes to a folder that is removed. Throws what the verb throws.
 */
export async function tryOut(db: Db, trial: Trial): Promise<Tried> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bihuan-try-'));
  setFilesRoot(folder);
  const trx = await db.transaction();
  try {
    await trx.raw(
      `select set_config('role', 'bihuan_app', true), set_config('bihuan.scope', 'system', true)`,
    );
    const clock = await one<{ clock_offset_ms: string }>(trx, 'select clock_offset_ms from installation');
    setClockOffset(Number(clock?.clock_offset_ms ?? 0), { first: true });
    const last = await one<{ id: string }>(trx, 'select coalesce(max(event_id), 0) as id from audit_event');
    const output = await perform(trx, trial.type, trial.verb, await jobOf(trx, trial));
    return {
      verb: trial.type,
      name: trial.verb.name,
      output,
      acts: await actsSince(trx, last!.id),
      rows: await written(trx),
    };
  } finally {
    await trx.rollback();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function jobOf(trx: Trx, { type, variables, headers, elementId, process }: Trial): Promise<Job> {
  const found = await one<{ process: string; definition_key: string | null; instance_key: string | null }>(
    trx,
    'select process, definition_key, instance_key from cases where case_id::text = ?',
    [String(variables.caseId ?? variables.parentCaseId ?? '')],
  );
  const of = process ?? found?.process ?? '';
  const newest = process !== undefined || !found?.definition_key;
  const definitionKey = newest
    ? await latestDefinition(trx, of).then(
        (definition) => definition.definitionKey,
        () => '0',
      )
    : found.definition_key!;
  return {
    key: '0',
    type,
    instanceKey: found?.instance_key ?? '0',
    process: of,
    definitionKey,
    version: 0,
    elementId,
    elementInstanceKey: '0',
    headers,
    variables,
    retries: 1,
  };
}

async function actsSince(trx: Trx, eventId: string): Promise<Tried['acts']> {
  const found = await rows<{ act: string; subject: string; body: string }>(
    trx,
    'select act, subject, body from audit_event where event_id > ? order by event_id',
    [eventId],
  );
  return found.map(({ act, subject, body }) => ({
    act,
    subject,
    body: JSON.parse(body) as Record<string, unknown>,
  }));
}

/** Rows this transaction has written so far, as Postgres itself counts them. */
function written(trx: Trx): Promise<Tried['rows']> {
  return rows(
    trx,
    `select relname as "table", n_tup_ins::int as inserted, n_tup_upd::int as updated, n_tup_del::int as deleted
     from pg_stat_xact_user_tables where n_tup_ins + n_tup_upd + n_tup_del > 0 order by relname`,
  );
}
