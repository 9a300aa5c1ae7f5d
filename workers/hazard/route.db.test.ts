import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { one, type Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, run, trail } from '../../tests/harness/factories.ts';
import route from './route.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const suggestionOf = async (trx: Trx, caseId: string) =>
  (await one<{ facts: { suggestion: { unitId: string }[] } }>(
    trx,
    'select facts from cases where case_id = ?',
    [caseId],
  ))!.facts.suggestion;

describe('hazard.route', () => {
  test('the sector department of the firm is proposed and waits in the case', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { firmUscc: '91310110DEM010378U' });
      expect(await run(trx, 'hazard.route', route, { variables: { caseId, streetGroup: null } })).toEqual({});
      expect((await suggestionOf(trx, caseId)).map(({ unitId }) => unitId)).toEqual([
        'yjj-aqjg',
        'xiaofang',
        'dinghai',
      ]);
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({
        act: 'hazard.routed',
        body: { after: { lead: 'yjj-aqjg' } },
      });
    }));

  test('an unknown firm in an unlisted category goes to the street of the place', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { facts: { category: '别的' } });
      await run(trx, 'hazard.route', route, { variables: { caseId, streetGroup: 'street:yanji' } });
      expect((await suggestionOf(trx, caseId)).map(({ unitId }) => unitId)).toEqual(['yanji']);
    }));
});
