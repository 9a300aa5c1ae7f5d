import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { aCase, deployed, trail } from '../tests/harness/factories.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../tests/harness/database.ts';
import type { Actor } from './actor.ts';
import { asSystem, rows, type Trx } from './db.ts';
import { AppError } from './errors.ts';
import { sendMessage } from './messages.ts';
import { pendingTriggers, replayTrigger, replayTriggers } from './pending-triggers.ts';
import { actorOf } from './people.ts';

let database: TestDatabase;
let operator: Actor;
beforeAll(async () => {
  database = await freshDatabase();
  operator = (await actorOf(database.db, 'kong.liangping'))!;
});
afterAll(() => database.close());

const RECEIVER = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="penalty-case" name="行政处罚" isExecutable="true">
    <bpmn:extensionElements><zeebe:properties>
      <zeebe:property name="caseSeries" value="杨应急罚" /><zeebe:property name="ownerGroup" value="enf" />
    </zeebe:properties></bpmn:extensionElements>
    <bpmn:startEvent id="start"><bpmn:messageEventDefinition messageRef="m" /></bpmn:startEvent>
  </bpmn:process>
  <bpmn:message id="m" name="penalty.request" />
</bpmn:definitions>`;

/** A case that asks for a penalty nobody can take up yet. Gives the waiting message's id. */
async function parked(trx: Trx): Promise<{ caseId: string; triggerId: string; key: string }> {
  const { caseId } = await aCase(trx);
  const key = randomUUID();
  await sendMessage(trx, operator, {
    name: 'penalty.request',
    key,
    ttl: 1000,
    payload: { sourceId: key, reason: '违法' },
    caseId,
  });
  const [row] = await rows<{ trigger_id: string }>(
    trx,
    'select trigger_id from pending_trigger where key = ?',
    [key],
  );
  return { caseId, key, triggerId: row!.trigger_id };
}
const statusOf = (work: Promise<unknown>): Promise<number> =>
  work.then(
    () => 200,
    (error: AppError) => error.status,
  );
const cases = (trx: Trx, key: string) =>
  rows<{ case_id: string }>(trx, 'select case_id from cases where business_key = ?', [key]);

test('an operator starts one when its process is deployed, not before, and not twice', () =>
  rolledBack(database.db, async (trx) => {
    const { caseId, key, triggerId } = await parked(trx);
    const other = await parked(trx);
    expect((await pendingTriggers(trx)).map(({ receivable }) => receivable)).toEqual([false, false]);
    expect(await statusOf(replayTrigger(trx, operator, triggerId))).toBe(409);
    expect(await statusOf(replayTrigger(trx, operator, randomUUID()))).toBe(404);
    await deployed(trx, 'penalty-case', RECEIVER);
    expect((await pendingTriggers(trx)).map(({ receivable }) => receivable)).toEqual([true, true]);

    expect(await replayTrigger(trx, operator, triggerId)).toMatchObject({ how: 'started' });
    expect(await statusOf(replayTrigger(trx, operator, triggerId))).toBe(409);

    expect(await cases(trx, key)).toHaveLength(1);
    expect((await pendingTriggers(trx)).map((one) => one.triggerId)).toEqual([other.triggerId]);
    // the trail names the operator, but the operator is no party to the case
    const [made] = await cases(trx, key);
    expect((await trail(trx, caseId)).at(-1)).toMatchObject({ act: 'trigger.replayed' });
    expect(
      await rows(trx, 'select grp from case_party where case_id = ? and grp like ?', [
        made!.case_id,
        'person:kong%',
      ]),
    ).toEqual([]);
    expect(await replayTriggers(trx, operator)).toBe(1);
    expect(await replayTriggers(trx, operator)).toBe(0);
  }));

test('pressed by two at once, row and all together, each starts exactly one case', async () => {
  const made = await asSystem(database.db, async (trx) => {
    await deployed(trx, 'hazard-dispatch');
    return [await parked(trx), await parked(trx), await parked(trx)];
  });
  await asSystem(database.db, (trx) => deployed(trx, 'penalty-case', RECEIVER));
  const press = (id: string) => asSystem(database.db, (trx) => replayTrigger(trx, operator, id));
  const all = () => asSystem(database.db, (trx) => replayTriggers(trx, operator));
  const answers = await Promise.allSettled([
    ...made.map((one) => press(one.triggerId)),
    all(),
    press(made[0]!.triggerId),
    all(),
  ]);
  for (const answer of answers)
    if (answer.status === 'rejected') expect((answer.reason as AppError).status).toBe(409);
  await asSystem(database.db, async (trx) => {
    for (const { key } of made) expect(await cases(trx, key)).toHaveLength(1);
    expect(await pendingTriggers(trx)).toEqual([]);
  });
});
