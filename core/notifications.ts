import { randomUUID } from 'node:crypto';
import { afterCommit, type Trx } from './db.ts';
import { signals } from './signals.ts';
import { now } from './time.ts';

/** Leave a site notice for each group (of a dissolved unit: for its successor); text in Chinese, without personal data. */
export async function notify(
  trx: Trx,
  notice: { groups: readonly string[]; caseId: string | null; kind: string; text: string },
): Promise<void> {
  const rows = [...new Set(notice.groups)].map((grp) => ({
    notification_id: randomUUID(),
    grp: trx.raw('current_group(?)', [grp]),
    case_id: notice.caseId,
    kind: notice.kind,
    text: notice.text,
    at: now(),
  }));
  if (rows.length === 0) return;
  await trx('notification').insert(rows);
  afterCommit(trx, () => signals.emit('inbox', [...notice.groups], 'came'));
}
