import { randomUUID } from 'node:crypto';
import { aCase, aClock, anItem, aTask } from '../../tests/harness/factories.ts';
import { ME } from '../../tests/harness/form-data.ts';
import type { Actor } from '../actor.ts';
import { sendAsked } from '../asked-messages.ts';
import type { Trx } from '../db.ts';
import { readMeta, type Definition } from '../definitions.ts';
import { shippedDiagrams } from '../deploy.ts';
import { requestExtension } from '../extensions.ts';
import { startCase } from '../start-case.ts';
import { lockTask } from '../tasks.ts';
import { now } from '../time.ts';
import { accept } from './accept.ts';
import { settle } from './submit.ts';

const FIRM = '91310110DEM010378U';
const GROUPS = ['awb', 'duty', 'enf', 'lead', 'clerk', 'callback', 'legal', 'street:dinghai', `firm:${FIRM}`];
/** Who hands in: member of every group that a form may ask for. */
export const ACTOR: Actor = {
  ...ME,
  groups: [...GROUPS, `person:${ME.account}`],
  unitId: 'yjj',
  post: '',
  readsAll: false,
};

/** A way by which a form reaches the product. */
export interface Way {
  process: string;
  form: string;
  by: 'task' | 'start' | 'message' | 'extension';
  element: string;
}

/** Every form of every shipped diagram, by each of its ways. */
export async function ways(): Promise<Way[]> {
  const found: Way[] = [];
  for (const { process, bpmn } of shippedDiagrams()) {
    const meta = await readMeta(bpmn);
    if (meta.startForm && meta.series !== null)
      found.push({ process, form: meta.startForm, by: 'start', element: 'start' });
    for (const { elementId, formId } of meta.asked)
      found.push({ process, form: formId, by: 'message', element: elementId });
    for (const [, element, form] of bpmn.matchAll(/<bpmn:userTask id="([^"]+)"[\s\S]*?formKey="([^"]+)"/g))
      found.push({ process, form: form!, by: 'task', element: element! });
  }
  found.push({
    process: 'extension-approval',
    form: 'extension.request',
    by: 'extension',
    element: 'requested',
  });
  return found.filter(
    (way, i) => found.findIndex((other) => other.form === way.form && other.by === way.by) === i,
  );
}

/** Hand the data in by its way; gives the case it went to. Throws 400 like the product. */
export async function handIn(
  trx: Trx,
  way: Way,
  deployedAs: Definition,
  data: Record<string, unknown>,
): Promise<string> {
  if (way.by === 'start') {
    const opened = await startCase(trx, ACTOR, deployedAs.meta, deployedAs.form(way.form), data, {
      entry: 'report',
    });
    return opened.caseId;
  }
  const { caseId } = await aCase(trx, { process: way.process, parties: GROUPS.slice(0, 6), firmUscc: FIRM });
  if (way.by === 'extension') {
    const clock = await aClock(trx, { caseId, key: 'rectify.term' });
    await trx.raw('update clock set asker_groups = ? where clock_id = ?', [['enf'], clock.clock_id]);
    await requestExtension(trx, ACTOR, caseId, clock.clock_id, data);
  } else if (way.by === 'message') {
    await listening(trx, caseId, way, deployedAs);
    await sendAsked(trx, ACTOR, caseId, way.element, data);
  } else {
    // Forms with rows of items need one.
    await anItem(trx, caseId, { kind: 'measure' });
    if (way.form === 'supplement') await unplacedPicture(trx, caseId);
    const taskId = await aTask(trx, {
      caseId,
      process: way.process,
      definitionKey: deployedAs.definitionKey,
      elementId: way.element,
      formId: way.form,
      groups: ['enf'], // prettier-ignore
    });
    const task = await lockTask(trx, taskId);
    const accepted = await accept(trx, ACTOR, deployedAs.form(way.form), data, { task, caseId });
    await settle(trx, ACTOR, task, deployedAs, accepted);
  }
  return caseId;
}

/** A picture that 补正 asks a reason for: the rows of its list come from such pictures. */
async function unplacedPicture(trx: Trx, caseId: string): Promise<void> {
  const sha256 = 'e'.repeat(64);
  await trx('file').insert({ sha256, mime: 'image/jpeg', size: 1, created_at: now() });
  await trx('evidence').insert({
    ...{
      evidence_id: randomUUID(),
      case_id: caseId,
      element_id: 'verify',
      field: 'beforePhotos',
      phase: 'before',
    },
    ...{ sha256, name: '前.jpg', by: ME.account, at: now() },
  });
}

/** The engine stands where the message is awaited, and the case is of the group that may send it. */
async function listening(
  trx: Trx,
  caseId: string,
  way: Way,
  { definitionKey, meta }: Definition,
): Promise<void> {
  const key = String(Math.random()).slice(2);
  await trx.raw(
    `update cases set broker_epoch = 'test', instance_key = ?, unit_id = 'dinghai', firm_uscc = null where case_id = ?`,
    [key, caseId],
  );
  await trx.raw(
    `insert into instance (broker_epoch, instance_key, process, definition_key, started_at, case_id) values ('test', ?, ?, ?, ?, ?)`,
    [key, way.process, definitionKey, now(), caseId],
  );
  const { openWhile } = meta.asked.find(({ elementId }) => elementId === way.element)!;
  await trx.raw(
    `insert into element_visit (broker_epoch, element_instance_key, instance_key, element_id, element_type, state, entered_at)
     values ('test', ?, ?, ?, 'X', 'active', ?)`,
    [`${key}1`, key, openWhile[0]!, now()],
  );
}
