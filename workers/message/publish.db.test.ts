import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SYSTEM } from '../../core/actor.ts';
import { one, rows, type Trx } from '../../core/db.ts';
import { replayTriggers } from '../../core/pending-triggers.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, deployed, outboxOf, run, trail } from '../../tests/harness/factories.ts';
import publish from './publish.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const FIRM = '91310110DEM010378U';
const send = (trx: Trx, caseId: string, message: string, messageKey: string, payload: object = {}) =>
  run(trx, 'message.publish', publish, {
    headers: { message, ttl: 'P7D' },
    variables: { caseId, messageKey, payload },
  });
const parked = (trx: Trx) =>
  rows<{ name: string; key: string; reason: string; payload: object; replayed_at: Date | null }>(
    trx,
    'select * from pending_trigger order by created_at, reason',
  );

/** A process that owns cases and starts by penalty.request, and waits for hazard.accepted while it runs. */
const RECEIVER = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="penalty-case" name="行政处罚" isExecutable="true">
    <bpmn:extensionElements><zeebe:properties>
      <zeebe:property name="caseSeries" value="杨应急罚" /><zeebe:property name="ownerGroup" value="enf" />
    </zeebe:properties></bpmn:extensionElements>
    <bpmn:startEvent id="requested"><bpmn:messageEventDefinition id="r" messageRef="m1" /></bpmn:startEvent>
    <bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition id="w" messageRef="m2" /></bpmn:intermediateCatchEvent>
  </bpmn:process>
  <bpmn:message id="m1" name="penalty.request"><bpmn:extensionElements><zeebe:subscription correlationKey="=sourceId" /></bpmn:extensionElements></bpmn:message>
  <bpmn:message id="m2" name="hazard.accepted"><bpmn:extensionElements><zeebe:subscription correlationKey="=hazardId" /></bpmn:extensionElements></bpmn:message>
</bpmn:definitions>`;

describe('message.publish', () => {
  test('a message whose process is not deployed is parked once per name, key and reason', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      await send(trx, caseId, 'penalty.request', 'I1', { sourceId: 'I1', reason: '违法' });
      await send(trx, caseId, 'penalty.request', 'I1', { sourceId: 'I1', reason: '违法' });
      await send(trx, caseId, 'penalty.request', 'I1', { sourceId: 'I1', reason: '拒不整改' });
      await send(trx, caseId, 'talk.trigger', 'T4-I1', { triggerId: 'T4-I1' });
      expect((await parked(trx)).map(({ name, key, reason }) => [name, key, reason]).sort()).toEqual([
        ['penalty.request', 'I1', '拒不整改'],
        ['penalty.request', 'I1', '违法'],
        ['talk.trigger', 'T4-I1', '接收流程尚未部署'],
      ]);
      expect((await trail(trx, caseId)).map(({ act }) => act)).toEqual([
        'case.opened',
        'trigger.parked',
        'trigger.repeated',
        'trigger.parked',
        'trigger.parked',
      ]);
      expect((await outboxOf(trx, caseId)).filter(({ payload }) => payload.kind === 'message')).toEqual([]);
    }));

  test('a start message opens the case of its receiver first, about the same firm', () =>
    rolledBack(database.db, async (trx) => {
      await deployed(trx, 'penalty-case', RECEIVER);
      const { caseId } = await aCase(trx);
      await send(trx, caseId, 'penalty.request', 'I1', { sourceId: 'I1', unitId: FIRM, reason: '违法' });
      const made = await one<Record<string, any>>(trx, 'select * from cases where source_case_id = ?', [
        caseId,
      ]);
      expect(made).toMatchObject({
        process: 'penalty-case',
        business_key: 'I1',
        owner_group: 'enf',
        firm_uscc: FIRM,
        status: 'opening',
        title: '上海沪舟精密铸件(虚构)有限公司 · 违法 · 车间配电箱线路裸露',
      });
      const [start] = await outboxOf(trx, made!.case_id);
      expect(start!.payload).toMatchObject({ kind: 'message', name: 'penalty.request', key: 'I1' });
      expect(start!.payload.variables).toMatchObject({
        caseId: made!.case_id,
        sourceCaseId: caseId,
        sourceId: 'I1',
        reason: '违法',
        firmGroup: `firm:${FIRM}`,
        anonymous: true,
      });
      const link = await one(trx, 'select kind from case_link where from_case = ? and to_case = ?', [
        caseId,
        made!.case_id,
      ]);
      expect(link).toEqual({ kind: 'source' });
      expect(await parked(trx)).toEqual([]);
    }));

  test('the same key does not start a second case while the first lives, and opens a new round after it', () =>
    rolledBack(database.db, async (trx) => {
      await deployed(trx, 'penalty-case', RECEIVER);
      const { caseId } = await aCase(trx);
      await send(trx, caseId, 'penalty.request', 'I1', { reason: '违法' });
      await send(trx, caseId, 'penalty.request', 'I1', { reason: '拒不整改' });
      const sequences = () =>
        rows<{ sequence: number }>(
          trx,
          `select sequence from cases where business_key = 'I1' order by sequence`,
        );
      expect(await sequences()).toEqual([{ sequence: 1 }]);
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'case.attached',
        subject: 'penalty.request',
      });
      await trx.raw(`update cases set status = 'sealed' where business_key = 'I1'`);
      await send(trx, caseId, 'penalty.request', 'I1', { reason: '违法' });
      expect(await sequences()).toEqual([{ sequence: 1 }, { sequence: 2 }]);
    }));

  test('a message for a running instance goes out under its key and never carries a caseId', () =>
    rolledBack(database.db, async (trx) => {
      await deployed(trx, 'penalty-case', RECEIVER);
      const { caseId } = await aCase(trx);
      await run(trx, 'message.publish', publish, {
        headers: { message: 'hazard.accepted', ttl: 'P30D' },
        variables: { caseId, messageKey: 'H1', payload: { hazardId: 'H1', result: 'struck-off' } },
      });
      expect((await outboxOf(trx, caseId)).at(-1)!.payload).toEqual({
        kind: 'message',
        name: 'hazard.accepted',
        key: 'H1',
        messageId: 'H1',
        ttl: 30 * 24 * 3600_000,
        variables: { hazardId: 'H1', result: 'struck-off', sourceCaseId: caseId },
      });
    }));

  test('a helper that starts by a message works inside the case of the sender', () =>
    rolledBack(database.db, async (trx) => {
      await deployed(trx, 'extension-approval');
      const { caseId } = await aCase(trx);
      await send(trx, caseId, 'extension.request', 'C1', { clockId: 'C1' });
      expect((await outboxOf(trx, caseId)).at(-1)!.payload.variables).toMatchObject({
        caseId,
        clockId: 'C1',
      });
    }));

  test('what waited is sent when its process is deployed, each row once', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      await send(trx, caseId, 'penalty.request', 'I1', { sourceId: 'I1', reason: '违法' });
      await send(trx, caseId, 'talk.trigger', 'T1');
      expect(await replayTriggers(trx, SYSTEM)).toBe(0);
      await deployed(trx, 'penalty-case', RECEIVER);
      expect(await replayTriggers(trx, SYSTEM)).toBe(1);
      expect(await replayTriggers(trx, SYSTEM)).toBe(0);
      expect(await one(trx, `select process from cases where source_case_id = ?`, [caseId])).toEqual({
        process: 'penalty-case',
      });
      const waiting = (await parked(trx)).filter((row) => row.replayed_at === null);
      expect(waiting.map(({ name }) => name)).toEqual(['talk.trigger']);
    }));

  test("a message without a key is the diagram's mistake", () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const variables = { caseId, messageKey: null, payload: {} };
      const sent = run(trx, 'message.publish', publish, {
        headers: { message: 'talk.trigger', ttl: 'P7D' },
        variables,
      });
      await expect(sent).rejects.toThrow(/variables of this step do not fit/);
    }));

  test.each(['7 days', 'P', 'PT'])('the duration %j is refused', (ttl) =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const sent = run(trx, 'message.publish', publish, {
        headers: { message: 'talk.trigger', ttl },
        variables: { caseId, messageKey: 'k' },
      });
      await expect(sent).rejects.toMatchObject({ type: 'diagram-fault' });
    }),
  );
});
