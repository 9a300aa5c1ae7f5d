import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { act } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { planClock } from '../clock-plan.ts';
import { storeClocks } from '../clocks.ts';
import { one, type Trx } from '../db.ts';
import { listForms } from '../forms/files.ts';
import { law } from '../law.ts';
import { sealReporter } from '../vault.ts';
import { at, NAMES, PAPERS, place, STEPS, type Step } from './green-case-steps.fixture.ts';

const ROOT = new URL('../../', import.meta.url);
const PROCESSES = ['hazard-dispatch', 'rectify-item', 'serve-document'];
/** Ids of the rows that a test wants to spoil. */
export interface GreenCase {
  caseId: string;
  itemId: string;
  docId: string;
  epoch: string;
  /** Task id by element. */
  tasks: Record<string, string>;
}

export const REPORTER = { reporter: '苗小满', reporterPhone: '13800138000' };

/** Deploy the shipped diagrams and forms, as far as the database is concerned. */
export async function deployShipped(trx: Trx): Promise<string> {
  const { broker_epoch: epoch } = (await one<{ broker_epoch: string }>(
    trx,
    'select broker_epoch from installation',
  ))!;
  const forms = JSON.stringify(
    Object.fromEntries(listForms(ROOT.pathname).map(({ id, schema }) => [id, schema])),
  );
  for (const process of PROCESSES) {
    const bpmn = readFileSync(new URL(`processes/${process}/${process}.bpmn`, ROOT), 'utf8');
    await trx('definition_version').insert({
      process,
      version: 1,
      broker_epoch: epoch,
      definition_key: `dk-${process}`,
      hash: 'h',
      bpmn,
      forms,
      deployed_by: 'system',
      deployed_at: at(-24),
    });
  }
  return epoch;
}

/**
 * A 12345 complaint that came full circle, written straight into the tables: accepted, sent to the street, verified,
 * order served, rectified, rechecked, struck off, answered, pushed back, called back. Its verdict is green.
 */
export async function greenCase(trx: Trx, epoch: string): Promise<GreenCase> {
  const ids: GreenCase = {
    caseId: randomUUID(),
    itemId: randomUUID(),
    docId: randomUUID(),
    epoch,
    tasks: {},
  };
  await insertCase(trx, ids);
  for (const step of STEPS) await insertStep(trx, ids, step);
  await insertDocuments(trx, ids);
  await insertEvidence(trx, ids);
  await insertAnswers(trx, ids);
  await insertPath(trx, ids);
  await sealReporter(trx, ids.caseId, REPORTER);
  return ids;
}

async function insertCase(trx: Trx, { caseId, itemId, epoch }: GreenCase): Promise<void> {
  await trx('cases').insert({
    case_id: caseId, case_no: `杨应急隐〔2026〕${caseId.slice(0, 4)}号`, process: 'hazard-dispatch', title: '消防通道堵塞', status: 'open', owner_group: 'awb',
    source: '12345', entry: 'report', business_key: caseId, instance_key: '100', broker_epoch: epoch, definition_key: 'dk-hazard-dispatch', law_pack_version: 1,
    facts: JSON.stringify({ source: '12345', description: '消防通道堵塞' }), opened_by: 'mei.siqi', opened_at: at(0),
  }); // prettier-ignore
  await act(trx, {
    caseId,
    actor: SYSTEM,
    act: 'case.opened',
    subject: 'hazard-dispatch',
    after: { source: '12345' },
    more: { caseNo: '杨应急隐〔2026〕1号' },
  });
  await trx('item').insert({
    item_id: itemId,
    case_id: caseId,
    no: 1,
    kind: 'hazard',
    title: '消防通道堆放杂物',
    state: 'struck-off',
    rectify_by: '2026-03-20',
    opened_at: at(8),
    closed_at: at(33),
  });
}

async function insertStep(trx: Trx, ids: GreenCase, step: Step): Promise<void> {
  const { element, by, form, data } = step;
  const taskId = randomUUID();
  ids.tasks[element] = taskId;
  const process = step.process ?? 'hazard-dispatch';
  let clockId: string | null = null;
  if (step.clock) {
    const clock = planClock(await law(trx), {
      caseId: ids.caseId,
      key: step.clock,
      from: at(step.hours - 1),
      elementId: element,
      taskId,
    });
    await storeClocks(trx, [{ ...clock, state: 'closed', closed_at: at(step.hours), next_at: null }], SYSTEM);
    clockId = clock.clock_id;
  }
  await trx('task').insert({
    task_id: taskId, case_id: ids.caseId, process, definition_key: `dk-${process}`, element_id: element, element_name: NAMES[element], form_id: form, groups: ['awb'],
    separate_from: step.separateFrom ?? [], item_id: step.item ? ids.itemId : null, doc_id: step.doc ? ids.docId : null, job_key: `job-${taskId}`, element_instance_key: '1',
    instance_key: process === 'hazard-dispatch' ? '100' : process === 'rectify-item' ? '102' : '101', broker_epoch: ids.epoch, state: 'done', clock_id: clockId,
    opened_at: at(step.hours - 1), closed_at: at(step.hours), completed_by: by,
  }); // prettier-ignore
  await trx('submission').insert({
    submission_id: randomUUID(),
    task_id: taskId,
    case_id: ids.caseId,
    item_id: step.item ? ids.itemId : null,
    element_id: element,
    form_id: form,
    data: JSON.stringify(data),
    answer: '{}',
    by,
    at: at(step.hours),
  });
  await act(trx, {
    caseId: ids.caseId,
    actor: { ...SYSTEM, account: by, name: by },
    act: 'task.submitted',
    subject: element,
    after: data,
    more: { taskId, element: NAMES[element], form },
  });
}

async function insertDocuments(trx: Trx, ids: GreenCase): Promise<void> {
  const { caseId } = ids;
  await trx('document').insert({
    doc_id: ids.docId, case_id: caseId, item_id: ids.itemId, element_id: 'render', template: 'rectify-order', title: '责令限期整改指令书', way: 'serve', state: 'served',
    doc_no: `杨应急责改〔2026〕${caseId.slice(0, 4)}号`, recipient: JSON.stringify({ name: '上海示例餐饮有限公司' }), signed_by: 'he.zhengyan', signed_at: at(7), created_at: at(6),
    body: JSON.stringify([{ key: 'facts', label: '检查发现的问题', value: '消防通道堆放杂物。' }]),
  }); // prettier-ignore
  await trx('service_receipt').insert({
    receipt_id: randomUUID(),
    doc_id: ids.docId,
    case_id: caseId,
    serve_result: '签收',
    served_at: at(8),
    receiver: '经理',
    detail: '{}',
    at: at(8),
  });
  for (const [element, template, title] of PAPERS)
    await trx('document').insert({
      doc_id: randomUUID(),
      case_id: caseId,
      task_id: ids.tasks[element],
      element_id: element,
      template,
      title,
      way: 'form',
      state: 'signed',
      created_at: at(10),
    });
}

async function insertEvidence(trx: Trx, ids: GreenCase): Promise<void> {
  for (const [phase, element, hours] of [
    ['before', 'verify', 5],
    ['after', 'rectify', 29],
  ] as const) {
    const sha256 = (phase === 'before' ? 'b' : 'a').repeat(64);
    await trx.raw(
      `insert into file (sha256, mime, size, created_at) values (?, 'image/jpeg', 1, now()) on conflict do nothing`,
      [sha256],
    );
    await trx('evidence').insert({
      evidence_id: randomUUID(),
      case_id: ids.caseId,
      item_id: ids.itemId,
      task_id: ids.tasks[element],
      element_id: element,
      field: `${phase}Photos`,
      phase,
      sha256,
      name: `${phase}.jpg`,
      taken_at: at(hours),
      place: JSON.stringify(place),
      by: 'ni.haoran',
      at: at(hours + 1),
    });
  }
}

async function insertAnswers(trx: Trx, { caseId }: GreenCase): Promise<void> {
  const answer = (kind: string, hours: number, content: string, acknowledged: number | null) =>
    trx('answer').insert({
      answer_id: randomUUID(),
      case_id: caseId,
      kind,
      way: '电话',
      at: at(hours),
      content,
      acknowledged_at: acknowledged === null ? null : at(acknowledged),
      by: 'ni.haoran',
    });
  await answer('reporter', 34, '隐患已整改完毕。', null);
  await answer('push-back', 35, '隐患已整改完毕。', 36);
  await answer('callback', 60, '满意', null);
}

async function insertPath(trx: Trx, { caseId, epoch }: GreenCase): Promise<void> {
  const instance = (instance_key: string, parent_key: string | null, process: string) =>
    trx('instance').insert({
      broker_epoch: epoch,
      instance_key,
      parent_key,
      case_id: parent_key === null ? caseId : null,
      process,
      definition_key: `dk-${process}`,
      state: 'completed',
      started_at: at(0),
    });
  await instance('100', null, 'hazard-dispatch');
  await instance('101', '100', 'serve-document');
  await instance('102', '100', 'rectify-item');
  await visit(trx, epoch, '100', 'serve-order');
  await visit(trx, epoch, '102', 'strike-off');
  await trx('flow_taken').insert({
    broker_epoch: epoch,
    partition_id: 1,
    position: 1,
    instance_key: '100',
    flow_id: 'open-case--how-entered',
    at: at(0),
  });
}

/** The engine has been through an element. */
export async function visit(trx: Trx, epoch: string, instance: string, element: string): Promise<void> {
  await trx('element_visit').insert({
    broker_epoch: epoch,
    element_instance_key: randomUUID(),
    instance_key: instance,
    element_id: element,
    element_type: 'TASK',
    state: 'completed',
    entered_at: at(1),
    left_at: at(2),
  });
}
