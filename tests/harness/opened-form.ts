import { one, type Trx } from '../../core/db.ts';
import type { Actor } from '../../core/actor.ts';
import { definition } from '../../core/definitions.ts';
import { actorOf } from '../../core/people.ts';
import { prefill } from '../../core/prefill.ts';
import type { TaskRow } from '../../core/tasks.ts';
import { aCase, anItem, aSubmission, aTask, deployed } from './factories.ts';

export const FIRM = '91310110DEM010378U';
const FACTS = {
  source: '12345',
  ticketKind: '督办',
  object: '上海沪舟精密铸件(虚构)有限公司',
  place: '定海路1号',
  category: '动火与临时用电',
  urgency: '紧急',
};
export const PLACE = { address: '定海路1号', lat: 31.27, lng: 121.54 };

/** A verified hazard with an item, so far that every form of the four processes can be opened on it. */
export async function background(trx: Trx) {
  const definitionKey = await deployed(trx, 'hazard-dispatch');
  const { caseId, caseNo } = await aCase(trx, { firmUscc: FIRM, facts: FACTS });
  const done = { caseId, definitionKey };
  await aSubmission(trx, {
    ...done,
    elementId: 'start',
    formId: 'hazard.intake',
    data: { place: PLACE, urgency: 'urgent' },
  });
  await aSubmission(trx, {
    ...done,
    elementId: 'take',
    formId: 'hazard.take',
    by: 'hong.weidong',
    data: { decision: 'return', reason: '不属本单位职责', basis: '该企业为工业企业' },
  });
  await aSubmission(trx, {
    ...done,
    elementId: 'verify',
    formId: 'hazard.verify',
    by: 'wu.beihai',
    data: {
      truth: 'yes',
      handling: 'major',
      facts: '三号车间配电箱门缺失、线路裸露',
      demand: '更换配电箱;规范敷线\n清理可燃物',
      rectifyBy: '2026-03-20',
    },
  });
  const itemId = await anItem(trx, caseId, {
    demand: '更换配电箱;规范敷线\n清理可燃物',
    rectify_by: '2026-03-20',
  });
  for (const [phase, sha256] of [
    ['before', 'a'.repeat(64)],
    ['after', 'b'.repeat(64)],
  ] as const) {
    await trx.raw(`insert into file (sha256, mime, size, created_at) values (?, 'image/jpeg', 1, now())`, [
      sha256,
    ]);
    await trx('evidence').insert({
      evidence_id: crypto.randomUUID(),
      case_id: caseId,
      item_id: itemId,
      element_id: 'verify',
      field: 'x',
      phase,
      sha256,
      name: `${phase}.jpg`,
      taken_at: '2026-03-02T02:00:00Z',
      place: JSON.stringify(PLACE),
      by: 'wu.beihai',
      at: '2026-03-02T02:00:00Z',
    });
  }
  return { caseId, caseNo, itemId, definitionKey };
}
export type Background = Awaited<ReturnType<typeof background>>;

/** Open a form as somebody in a task of this step; gives what was filled in. */
export async function opened(
  trx: Trx,
  { caseId, itemId, definitionKey }: Background,
  formId: string,
  over: { elementId?: string; account?: string; task?: Partial<TaskRow> } = {},
) {
  const taskId = await aTask(trx, {
    caseId,
    itemId,
    definitionKey,
    elementId: over.elementId ?? 'x',
    formId,
  });
  const stored = await one<TaskRow>(trx, 'select * from task where task_id = ?', [taskId]);
  const task: TaskRow = { ...stored!, ...over.task };
  const actor = (await actorOf(trx, over.account ?? 'gu.xinlan')) as Actor;
  const form = (await definition(trx, definitionKey)).form(formId);
  return {
    form,
    task,
    actor,
    data: (await prefill(trx, form, { actor, task, caseId })) as Record<string, any>,
  };
}
