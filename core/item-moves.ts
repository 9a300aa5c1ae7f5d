import { randomUUID } from 'node:crypto';
import { act } from './act.ts';
import type { Actor } from './actor.ts';
import { one, type Trx } from './db.ts';
import { badRequest, conflict, notFound } from './errors.ts';
import { enqueue } from './outbox.ts';
import { groupOfUnit, require } from './policies.ts';

/** Only a rectification that runs now can be told; what nobody takes within the hour lapses (domain README §4.1). */
const TTL_MS = 3600_000;

interface MovableItem {
  item_id: string;
  no: number;
  title: string;
  state: string;
  owner_group: string;
  responsible_group: string | null;
  /** A step of its rectification lies open. */
  running: boolean;
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
  const item = await movable(trx, actor, caseId, itemId);
  const target = await one<{ state: string; case_no: string; no: number }>(
    trx,
    'select i.state, i.no, c.case_no from item i join cases c on c.case_id = i.case_id where i.item_id = ?',
    [mergedInto],
  );
  if (target === undefined || mergedInto === itemId || target.state !== 'open')
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
    { receiver: unit.name_zh, reason },
  );
}

async function movable(trx: Trx, actor: Actor, caseId: string, itemId: string): Promise<MovableItem> {
  const item = await one<MovableItem>(
    trx,
    `select i.item_id, i.no, i.title, i.state, i.responsible_group, c.owner_group,
       exists (select 1 from task t where t.item_id = i.item_id and t.process = 'rectify-item' and t.state = 'open') as running
     from item i join cases c on c.case_id = i.case_id where i.item_id = ? and i.case_id = ?`,
    [itemId, caseId],
  );
  if (item === undefined) throw notFound('没有找到这个事项,或您无权查看');
  require(actor, 'item.move', { ownerGroup: item.owner_group });
  if (item.state !== 'open' || !item.running) throw conflict('这个事项不在整改环节,不能合并或移交');
  return item;
}

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
