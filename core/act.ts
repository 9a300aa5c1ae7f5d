import type { Actor } from './actor.ts';
import { canonical } from './canonical.ts';
import type { Trx } from './db.ts';
import { now } from './time.ts';

export interface Act {
  caseId: string;
  actor: Actor;
  /** What was done, as `noun.verb`: `case.opened`, `task.submitted`, `clock.extended`. */
  act: string;
  /** What it was done to: an element id, a clock key, a document number. */
  subject: string;
  before?: unknown;
  after?: unknown;
  /** Anything else a reader of the timeline needs: task id, item id, reason. */
  more?: Record<string, unknown>;
}

/**
 * Write the audit row of an act, in the transaction of the act, at the head of the case's hash chain. The chain row
 * stays locked until the transaction ends, so rows of one case are strictly ordered. Returns the row's number.
 * Never pass vault values (reporter's identity) in.
 */
export async function act(trx: Trx, done: Act): Promise<number> {
  const row = actRow(done);
  const result = await trx.raw<{ rows: { record_act: number }[] }>('select record_act(?, ?, ?, ?, ?, ?, ?)', [
    row.case_id,
    row.at,
    row.actor,
    row.unit,
    row.act,
    row.subject,
    row.body,
  ]);
  return result.rows[0]!.record_act;
}

/** The arguments of the database's `record_act`, for statements that write audit rows along with others. */
export const actRow = ({ caseId, actor, act: what, subject, before, after, more }: Act) => ({
  case_id: caseId,
  at: now().toISOString(),
  actor: oneLine(actor.account),
  unit: oneLine(actor.unitId),
  act: what,
  subject: oneLine(subject),
  body: canonical({ name: actor.name, before, after, ...more }),
});

// The hash joins fields by line feeds, so a field must not bring its own.
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');
