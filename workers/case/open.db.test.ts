import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, deployed, outboxOf, run, trail } from '../../tests/harness/factories.ts';
import open from './open.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const caseRow = (trx: Parameters<typeof one>[0], caseId: unknown) =>
  one<Record<string, any>>(trx, 'select * from cases where case_id = ?', [caseId]);

describe('case.open', () => {
  test('binds the case to its instance and answers the number that was given at the desk', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, caseNo } = await aCase(trx, { status: 'opening' });
      const output = await run(trx, 'case.open', open, {
        instanceKey: '77',
        definitionKey: '5',
        variables: { caseId },
      });
      expect(output).toEqual({ caseId, caseNo, ownerGroup: 'awb', lawPackVersion: 1 });
      expect(await caseRow(trx, caseId)).toMatchObject({
        status: 'open',
        instance_key: '77',
        definition_key: '5',
      });
      expect((await trail(trx, caseId)).map(({ act }) => act)).toEqual(['case.opened', 'case.claimed']);
    }));

  test('answers the same again to the same instance', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { status: 'opening' });
      const first = await run(trx, 'case.open', open, { instanceKey: '77', variables: { caseId } });
      expect(await run(trx, 'case.open', open, { instanceKey: '77', variables: { caseId } })).toEqual(first);
    }));

  test('cancels a second instance of the case and does not let it go on', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { status: 'opening' });
      await run(trx, 'case.open', open, { instanceKey: '77', variables: { caseId } });
      const output = await run(trx, 'case.open', open, { instanceKey: '78', variables: { caseId } });
      expect(output).toEqual({ '': 'left-open' });
      expect((await caseRow(trx, caseId))!.instance_key).toBe('77');
      expect((await outboxOf(trx, caseId)).at(-1)!.payload).toEqual({ kind: 'cancel', instanceKey: '78' });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'case.second-start',
        body: { holder: '77' },
      });
    }));

  test('a sealed case is not taken up again', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      await trx.raw(`update cases set status = 'sealed' where case_id = ?`, [caseId]);
      const output = await run(trx, 'case.open', open, { instanceKey: '79', variables: { caseId } });
      expect(output).toEqual({ '': 'left-open' });
      expect((await caseRow(trx, caseId))!.status).toBe('sealed');
    }));

  test('after the broker was wiped, the case is taken up by a new instance', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { status: 'opening' });
      await run(trx, 'case.open', open, { instanceKey: '77', variables: { caseId } });
      await trx.raw(`update installation set broker_epoch = 'after-the-wipe'`);
      const output = await run(trx, 'case.open', open, { instanceKey: '12', variables: { caseId } });
      expect(output.caseId).toBe(caseId);
      expect(await caseRow(trx, caseId)).toMatchObject({
        instance_key: '12',
        broker_epoch: 'after-the-wipe',
      });
    }));

  test('a case nobody registered stops at the operator', () =>
    rolledBack(database.db, async (trx) => {
      const started = run(trx, 'case.open', open, { variables: { caseId: randomUUID() } });
      await expect(started).rejects.toMatchObject({ type: 'not-found' });
    }));

  test('a called process gets a case of its own below its caller', () =>
    rolledBack(database.db, async (trx) => {
      const parent = await aCase(trx, { firmUscc: '91310110DEM010378U', title: '巡查发现' });
      const definitionKey = await deployed(trx, 'hazard-dispatch');
      const findingId = randomUUID();
      const output = await run(trx, 'case.open', open, {
        instanceKey: '90',
        definitionKey,
        variables: {
          caseId: null,
          parentCaseId: parent.caseId,
          findingId,
          level: 'major',
          unitId: '91310110DEM010378U',
          handlerGroup: 'street:dinghai',
        },
      });
      expect(output.caseNo).toMatch(/^杨应急隐〔\d{4}〕2号$/);
      expect(await caseRow(trx, output.caseId)).toMatchObject({
        status: 'open',
        parent_case_id: parent.caseId,
        entry: 'graded',
        level: 'major',
        business_key: findingId,
        firm_uscc: '91310110DEM010378U',
        title: '上海沪舟精密铸件(虚构)有限公司 · 隐患与举报派单 · 巡查发现',
      });
      expect(await outboxOf(trx, String(output.caseId))).toEqual([]);
      const seen = await one(trx, 'select scope from case_party where case_id = ? and grp = ?', [
        output.caseId,
        'street:dinghai',
      ]);
      expect(seen).toEqual({ scope: 'full' });
      const link = await one(trx, 'select kind from case_link where from_case = ? and to_case = ?', [
        parent.caseId,
        output.caseId,
      ]);
      expect(link).toEqual({ kind: 'child' });
    }));
});
