import { one, type Trx } from './db.ts';
import { conflict } from './errors.ts';
import { latestSubmission, textOf } from './submissions.ts';
import { ITEM_STATE, wordOf } from './words.ts';

/** A finding, hazard or measure that must come to an end state. */
export interface ItemRow {
  item_id: string;
  case_id: string;
  no: number;
  kind: string;
  title: string;
  demand: string;
  responsible_group: string | null;
  state: 'open' | 'struck-off' | 'merged' | 'transferred' | 'unfounded' | 'refused' | 'returned';
  merged_into: string | null;
  rectify_by: string | null;
  overdue_at: Date | null;
  fail_count: number;
  opened_at: Date;
  closed_at: Date | null;
}

const TITLE_CHARACTERS = 60;

/** The item, locked for a change, if it belongs to the case or to the one that called it. */
export function lockItem(trx: Trx, caseId: string, itemId: string): Promise<ItemRow | undefined> {
  return one<ItemRow>(
    trx,
    `select i.* from item i where i.item_id = ? and i.case_id in (
       select c.case_id from cases c where c.case_id = ? union select c.parent_case_id from cases c where c.case_id = ?)
     for update`,
    [itemId, caseId, caseId],
  );
}

/**
 * Write the row of an item that has none, from what the latest verification found; a case without one is described
 * by its own title. Open, without a date. Throws 409 when the id is that of another case's item.
 */
export async function registerItem(trx: Trx, caseId: string, itemId: string, at: Date): Promise<ItemRow> {
  const head = await one<{ process: string; title: string; category: string | null }>(
    trx,
    `select process, title_out as title, facts->>'category' as category from cases where case_id = ? for update`,
    [caseId],
  );
  const found = (await latestSubmission(trx, caseId, { form: 'hazard.verify' }))?.data;
  const told = [head?.category, textOf(found, 'facts')].filter(Boolean).join(':');
  return createItem(trx, caseId, {
    itemId,
    kind: head?.process === 'hazard-dispatch' ? 'hazard' : 'measure',
    title: found === undefined || told === '' ? (head?.title ?? '') : told,
    demand: textOf(found, 'demand'),
    at,
  });
}

/** A matter to be put right, as a verb enters it. */
export interface NewItem {
  itemId: string;
  kind: 'hazard' | 'finding' | 'measure' | 'notice';
  /** Cut to what a list shows. */
  title: string;
  demand?: string;
  responsibleGroup?: string | null;
  /** Shanghai day. */
  rectifyBy?: string | null;
  at: Date;
}

/** Enter an open item under the next number of its case. Throws 409 when the id is that of another item. */
export async function createItem(trx: Trx, caseId: string, fresh: NewItem): Promise<ItemRow> {
  // Two numbers at once must not be the same: the case row is the lock.
  await trx.raw('select 1 from cases where case_id = ? for update', [caseId]);
  const row = await one<ItemRow>(
    trx,
    `insert into item (item_id, case_id, no, kind, title, demand, responsible_group, rectify_by, state, opened_at)
     values (?, ?, (select coalesce(max(no), 0) + 1 from item where case_id = ?), ?, ?, ?, ?, ?, 'open', ?)
     on conflict (item_id) do nothing returning *`,
    [
      fresh.itemId,
      caseId,
      caseId,
      fresh.kind,
      [...fresh.title].slice(0, TITLE_CHARACTERS).join(''),
      fresh.demand ?? '',
      fresh.responsibleGroup ?? null,
      fresh.rectifyBy ?? null,
      fresh.at,
    ],
  );
  if (row === undefined) throw conflict('整改项属于另一件案件');
  return row;
}

/** How an item ends. */
export interface ItemEnd {
  state: 'struck-off' | 'merged' | 'transferred' | 'unfounded';
  /** The item that goes on instead. */
  mergedInto?: string | null;
  /** Who has taken it over. */
  responsibleGroup?: string | null;
}

/**
 * Bring an item to an end state. Returns the row as it was before. Throws 409 when there is no such item, or when it
 * has ended otherwise already: an end state is not replaced behind anybody's back.
 */
export async function endItem(
  trx: Trx,
  caseId: string,
  itemId: string,
  end: ItemEnd,
  at: Date,
): Promise<ItemRow> {
  const item = await lockItem(trx, caseId, itemId);
  if (item === undefined) throw conflict('整改项不存在');
  if (item.closed_at !== null && item.state !== end.state)
    throw conflict(
      `整改项${item.no}${wordOf(ITEM_STATE, item.state)}，不能再改为${wordOf(ITEM_STATE, end.state)}`,
    );
  await trx.raw(
    `update item set state = ?, closed_at = coalesce(closed_at, ?), merged_into = coalesce(?, merged_into),
       responsible_group = coalesce(?, responsible_group) where item_id = ?`,
    [end.state, at, end.mergedInto ?? null, end.responsibleGroup ?? null, itemId],
  );
  return item;
}
