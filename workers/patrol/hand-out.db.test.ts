import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { scopeOfObject } from '../../core/findings.ts';
import { preparedFor } from '../../core/prepared.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aSubmission, run } from '../../tests/harness/factories.ts';
import handOut from './hand-out.ts';
import prepareVerb from './prepare.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

describe('patrol.prepare and patrol.hand-out', () => {
  test('every unit of the plan gets the rows for its kind, of the newest version', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { process: 'patrol-inspection' });
      const { checklistVersion } = await run(trx, 'patrol.prepare', prepareVerb, { variables: { caseId } });
      await aSubmission(trx, {
        caseId,
        elementId: 'draft-plan',
        formId: 'patrol.plan',
        data: { objects: ['dinghai', 'sww'] },
      });

      const output = await run(trx, 'patrol.hand-out', handOut, { variables: { caseId, checklistVersion } });

      expect(output.objects).toEqual([
        { id: 'dinghai', group: 'street:dinghai' },
        { id: 'sww', group: 'dept:sww' },
      ]);
      const rowsOf = async (id: string) =>
        (await preparedFor(trx, caseId, 'checks', scopeOfObject(caseId, id))) as {
          no: string;
          clause: string;
        }[];
      const [street, department] = [await rowsOf('dinghai'), await rowsOf('sww')];
      expect(street.length).toBeGreaterThanOrEqual(20);
      expect(department.length).toBeGreaterThanOrEqual(20);
      expect(street.map(({ clause }) => clause)).not.toEqual(department.map(({ clause }) => clause));
      expect(await preparedFor(trx, caseId, 'objectNames', null)).toBe('定海路街道、区商务委员会');
    }));

  test('without a unit that exists there is nothing to patrol', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { process: 'patrol-inspection' });
      const variables = { caseId, checklistVersion: 1 };
      await expect(run(trx, 'patrol.hand-out', handOut, { variables })).rejects.toThrow('没有可以巡查的单位');
    }));
});
