import { randomUUID } from 'node:crypto';
import { act } from '../act.ts';
import type { Actor } from '../actor.ts';
import { one, rows, type Trx } from '../db.ts';
import { now } from '../time.ts';
import type { Unfit } from './ticket.ts';

/** Something that came in beside the form of a case. */
export interface Supplement {
  no: number;
  /** `unfit`: did not fit the form. `addition`: was pushed later, under the same number. */
  kind: 'unfit' | 'addition';
  label: string;
  text: string;
  why: string;
  at: Date;
}

/** Rows of one statement. */
const AT_ONCE = 500;

/** All supplements of a case, in the order in which they came. */
export const supplementsOf = (trx: Trx, caseId: string): Promise<Supplement[]> =>
  rows(trx, 'select no, kind, label, text, why, at from case_supplement where case_id = ? order by no', [
    caseId,
  ]);

/**
 * Keep what came in beside the form, with an audit row that tells it whole: so it stands in the timeline and in the sealed file.
 * Never pass vault values in.
 */
export async function addSupplements(
  trx: Trx,
  actor: Actor,
  caseId: string,
  ticketNo: string,
  kind: Supplement['kind'],
  found: readonly Unfit[],
): Promise<void> {
  if (found.length === 0) return;
  const last = await one<{ no: number }>(
    trx,
    'select coalesce(max(no), 0) as no from case_supplement where case_id = ?',
    [caseId],
  );
  // A platform may send more members than one statement can name values.
  await trx.batchInsert(
    'case_supplement',
    found.map((one, i) => ({
      supplement_id: randomUUID(),
      case_id: caseId,
      kind,
      no: last!.no + i + 1,
      ...one,
      by: actor.account,
      at: now(),
    })),
    AT_ONCE,
  );
  await act(trx, {
    caseId,
    actor,
    act: kind === 'unfit' ? 'ticket.unfit' : 'ticket.added',
    subject: ticketNo,
    after: Object.fromEntries(found.map((one, i) => [`${i + 1} ${one.label}`, [one.text, one.why]])),
    more: { count: found.length, what: [...new Set(found.map(({ label }) => label))].join('、') },
  });
}

/** Remember that a case has heard a push; false when it had heard this very content before. */
export async function heard(trx: Trx, caseId: string, hash: string): Promise<boolean> {
  const fresh = await one(
    trx,
    'insert into case_push (case_id, hash, at) values (?, ?, ?) on conflict do nothing returning hash',
    [caseId, hash, now()],
  );
  return fresh !== undefined;
}
