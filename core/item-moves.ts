import { randomUUID } from 'node:crypto';
import { act } from './act.ts';
import type { Actor } from './actor.ts';
import { one, rows, type Trx } from './db.ts';
import { badRequest, conflict, notFound } from './errors.ts';
import { enqueue } from './outbox.ts';
import { groupOfUnit, may, require } from './policies.ts';
import { sought } from './text/search.ts';

/** Only a rectification that runs now can be told; what nobody takes within the hour lapses (domain README §4.1). */
const TTL_MS = 3600_000;

interface MovableItem {
  item_id: string;
  no: number;
  title: string;
  state: string;
  owner_group: string;
  responsible_group: string | null;
  /** A step of its rectification lies open; while it is being handed over there is none. */
  running: boolean;
  /** Somebody has asked for its merging or handing over, and the engine has not heard of it yet. */
  asked: boolean;
}

/** An item that another one may be merged into. */
export interface MergeTarget {
  itemId: string;
  caseId: string;
  caseNo: string;
  caseTitle: string;
  no: number;
  title: string;
}

/** The steps of handing over: once begun it can neither be merged nor be handed over again (rectify-item.bpmn). */
const HANDING_OVER = ['take-over', 'rule-transfer'];
const MOST_TARGETS = 20;

const ASKED = `exists (select 1 from outbox o where o.case_id = i.case_id and o.done_at is null and o.kind = 'message'
  and o.payload->>'name' in ('item.merge', 'item.transfer') and o.payload->>'key' = cast(i.item_id as text))`;

/** The engine tells of a step it took away a moment after the next one has come, so a step of handing over decides. */
const ITEMS = `select i.item_id, i.no, i.title, i.state, i.responsible_group, c.owner_group, ${ASKED} as asked,
  coalesce((select not bool_or(t.element_id = any(:handingOver)) from task t
            where t.item_id = i.item_id and t.process = 'rectify-item' and t.state = 'open'), false) as running
  from item i join cases c on c.case_id = i.case_id where i.case_id = :caseId`;

/** Whether an item can be merged or handed over now, as the actor's page needs it. */
export interface ItemMove {
  /** The actor may do it: policy `item.move`, and the item is being rectified. */
  may: boolean;
  /** It was asked for already; the engine has not answered yet. */
  asked: boolean;
}

/** What can be moved of a case, by item id; the acts below check the same. In: a case the actor may see. */
export async function itemMoves(trx: Trx, actor: Actor, caseId: string): Promise<Map<string, ItemMove>> {
  const items = await rows<MovableItem>(trx, ITEMS, { caseId, handingOver: HANDING_OVER });
  return new Map(
    items.map((item) => [
      item.item_id,
      { may: mayMove(actor, item) && moves(item), asked: item.state === 'open' && item.asked },
    ]),
  );
}

/**
 * Items that an item may be merged into: others under way in cases the actor may see, those of the same case first, then
 * the newest. `q`: part of a case number, title, firm or address, or of the item's own title. At most 20. Throws as
 * `mergeItem` does where the item itself cannot be merged.
 */
export async function mergeTargets(
  trx: Trx,
  actor: Actor,
  caseId: string,
  itemId: string,
  q: string | undefined,
): Promise<MergeTarget[]> {
  await movable(trx, actor, caseId, itemId);
  const words = sought(q, 'c.search_fold', 'fold_text(i.title)');
  return rows<MergeTarget>(
    trx,
    `select i.item_id as "itemId", c.case_id as "caseId", c.case_no as "caseNo", c.title as "caseTitle", i.no, i.title
     from item i join cases c on c.case_id = i.case_id
     where i.state = 'open' and i.item_id <> :itemId and not ${ASKED} and c.status in ('opening', 'open')
       ${words.sql && `and ${words.sql}`}
     order by (i.case_id = :caseId) desc, c.opened_at desc, i.no limit ${MOST_TARGETS}`,
    { caseId, itemId, ...words.bindings },
  );
}

/**
 * Merge an item that is being rectified into another one, which goes on instead: message `item.merge`. The work under
 * way disappears from the inboxes. Throws 404, 403 (`item.move`), 400 for itself or an ended one, 409 when no
 * rectification is under way.
 */
export async function mergeItem(
  trx: Trx,
  actor: Actor,
  caseId: string,
  itemId: string,
  mergedInto: string,
): Promise<void> {
  // Both rows are locked, so that of two mergers into each other at once the second finds the first.
  await trx.raw('select 1 from item where item_id = any(?) order by item_id for update', [
    [itemId, mergedInto],
  ]);
  const item = await movable(trx, actor, caseId, itemId);
  const target = await one<{ state: string; case_no: string; no: number; asked: boolean }>(
    trx,
    `select i.state, i.no, c.case_no, ${ASKED} as asked from item i join cases c on c.case_id = i.case_id where i.item_id = ?`,
    [mergedInto],
  );
  // A target that is itself on its way into another one would take this matter out of sight with it.
  if (target === undefined || mergedInto === itemId || target.state !== 'open' || target.asked)
    throw badRequest('请选择另一个仍在整改的事项', [
      { path: 'mergedInto', message: '并入的事项须是另一个在办事项' },
    ]);
  await tell(
    trx,
    actor,
    caseId,
    item,
    'item.merge',
    { mergedInto },
    { mergedInto: `${target.case_no}事项${target.no}` },
  );
}

/**
 * Hand an item that is being rectified to another unit, which must sign for it: message `item.transfer`. Throws 404,
 * 403 (`item.move`), 400 for an unknown unit or the one that has it, 409 when no rectification is under way.
 */
export async function transferItem(
  trx: Trx,
  actor: Actor,
  caseId: string,
  itemId: string,
  receiver: string,
  reason: string,
): Promise<void> {
  await trx.raw('select 1 from item where item_id = ? for update', [itemId]);
  const item = await movable(trx, actor, caseId, itemId);
  const unit = await one<{ unit_id: string; kind: string; name_zh: string }>(
    trx,
    'select unit_id, kind, name_zh from unit where unit_id = ?',
    [receiver],
  );
  if (unit === undefined || groupOfUnit(unit) === item.responsible_group)
    throw badRequest('请选择接收单位', [{ path: 'receiver', message: '接收单位须是另一个单位' }]);
  const receiverGroup = groupOfUnit(unit);
  await tell(
    trx,
    actor,
    caseId,
    item,
    'item.transfer',
    { receiverGroup, reason },
    { receiverUnit: unit.name_zh, reason },
  );
}

async function movable(trx: Trx, actor: Actor, caseId: string, itemId: string): Promise<MovableItem> {
  const items = await rows<MovableItem>(trx, `${ITEMS} and i.item_id = :itemId`, {
    caseId,
    itemId,
    handingOver: HANDING_OVER,
  });
  const item = items[0];
  if (item === undefined) throw notFound('没有找到这个事项，或您无权查看');
  require(actor, 'item.move', ownerOf(item));
  if (item.asked) throw conflict('这个事项已提出合并或移交，正在流转');
  if (!moves(item)) throw conflict('这个事项不在整改环节，不能合并或移交');
  return item;
}

const ownerOf = (item: MovableItem) => ({ ownerGroup: item.owner_group });

const mayMove = (actor: Actor, item: MovableItem): boolean => may(actor, 'item.move', ownerOf(item));

const moves = (item: MovableItem): boolean => item.state === 'open' && item.running && !item.asked;

async function tell(
  trx: Trx,
  actor: Actor,
  caseId: string,
  item: MovableItem,
  name: 'item.merge' | 'item.transfer',
  payload: Record<string, string>,
  words: Record<string, string>,
): Promise<void> {
  await act(trx, {
    caseId,
    actor,
    act: `${name}-asked`,
    subject: `事项${item.no}`,
    after: words,
    more: { itemId: item.item_id },
  });
  await enqueue(trx, caseId, {
    kind: 'message',
    name,
    key: item.item_id,
    ttl: TTL_MS,
    messageId: randomUUID(),
    variables: { itemId: item.item_id, ...payload },
  });
}
