import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aSubmission, run, trail } from '../../tests/harness/factories.ts';
import countReturn from './count-return.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const minute = (n: number) => new Date(Date.parse('2026-03-02T01:00:00Z') + n * 60_000);
const took = (trx: Trx, caseId: string, decision: string, at: Date) =>
  aSubmission(trx, { caseId, elementId: 'take', formId: 'hazard.take', data: { decision }, at });
const ruled = (trx: Trx, caseId: string, elementId: string, at: Date) =>
  aSubmission(trx, { caseId, elementId, formId: 'hazard.rule', data: { ruling: 'reassign' }, at });
const count = (trx: Trx, caseId: string) =>
  run(trx, 'hazard.count-return', countReturn, { variables: { caseId, handlerGroup: 'dept:sww' } });

describe('hazard.count-return', () => {
  test('returns are counted from what was handed in; the limit is the one of the pack', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      await took(trx, caseId, 'return', minute(1));
      expect(await count(trx, caseId)).toEqual({ returnCount: 1, returnLimit: 2 });
      expect(await count(trx, caseId)).toEqual({ returnCount: 1, returnLimit: 2 });
      await ruled(trx, caseId, 'rule', minute(2));
      await took(trx, caseId, 'return', minute(3));
      expect(await count(trx, caseId)).toEqual({ returnCount: 2, returnLimit: 2 });
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'hazard.returned',
        body: { after: { returnCount: 2, by: 'dept:sww' } },
      });
    }));

  test('after a leader assigned, the count begins anew, and takings do not count', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      await took(trx, caseId, 'return', minute(1));
      await took(trx, caseId, 'return', minute(2));
      await ruled(trx, caseId, 'assign', minute(3));
      await took(trx, caseId, 'take', minute(4));
      expect(await count(trx, caseId)).toMatchObject({ returnCount: 0 });
      await took(trx, caseId, 'return', minute(5));
      expect(await count(trx, caseId)).toMatchObject({ returnCount: 1 });
    }));

  test('returns of another case count nothing', () =>
    rolledBack(database.db, async (trx) => {
      await took(trx, (await aCase(trx)).caseId, 'return', minute(1));
      expect(await count(trx, (await aCase(trx)).caseId)).toMatchObject({ returnCount: 0 });
    }));
});
