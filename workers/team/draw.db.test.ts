import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rows, type Trx } from '../../core/db.ts';
import { drawFrom } from '../../core/experts.ts';
import { eligible, teamOf } from '../../core/team.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aSubmission, run, trail } from '../../tests/harness/factories.ts';
import draw from './draw.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const PLAN = { objects: ['dinghai', 'yjj-wh'], headcount: 6, needExpert: false };

async function planned(trx: Trx, plan: object = PLAN): Promise<string> {
  const { caseId } = await aCase(trx, { process: 'patrol-inspection' });
  await aSubmission(trx, { caseId, elementId: 'draft-plan', formId: 'patrol.plan', data: { ...plan } });
  return caseId;
}
const drawn = (trx: Trx, caseId: string) => run(trx, 'team.draw', draw, { variables: { caseId } });
const accountsOf = (output: Record<string, unknown>) =>
  (output.members as { account: string }[]).map(({ account }) => account);
const groupsOf = (trx: Trx, group: string) =>
  rows<{ account: string }>(trx, 'select account from membership where grp = ? and until_at is null', [
    group,
  ]);

describe('team.draw', () => {
  test('as many as planned, one of them the head, nobody of a unit that is patrolled; each may act for the team at once', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await planned(trx);
      const output = await drawn(trx, caseId);

      expect(new Set(accountsOf(output)).size).toBe(6);
      const own = await rows<{ account: string }>(
        trx,
        `select account from person where unit_id in ('dinghai', 'yjj-wh')`,
      );
      expect(accountsOf(output)).not.toEqual(expect.arrayContaining(own.map(({ account }) => account)));
      expect(output).toMatchObject({ teamGroup: `team:${caseId}`, headGroup: `head:${caseId}` });
      expect(await groupsOf(trx, `team:${caseId}`)).toHaveLength(6);
      expect(await groupsOf(trx, `head:${caseId}`)).toHaveLength(1);
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({ act: 'team.drawn' });
    }));

  test('the recorded seed over the same people gives the same team', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await planned(trx);
      const pool = await eligible(trx, PLAN.objects, []);
      await drawn(trx, caseId);
      const [{ seed } = { seed: '' }] = await rows<{ seed: string }>(
        trx,
        'select distinct seed from team_member where case_id = ?',
        [caseId],
      );
      const again = drawFrom(
        pool.map(({ account }) => ({ account, fields: [] })),
        { fields: [], count: 6, seed },
      );
      const team = (await teamOf(trx, caseId)).map(({ account }) => account);
      expect(again.drawn.map(({ account }) => account).sort()).toEqual(team.sort());
    }));

  test('who declared an interest is replaced, who declared none stays, and only the new one is asked', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await planned(trx);
      const first = accountsOf(await drawn(trx, caseId));
      for (const [i, by] of first.entries())
        await aSubmission(trx, {
          caseId,
          elementId: 'confirm-team',
          formId: 'recusal',
          data: { hasInterest: i === 0 ? 'yes' : 'no' },
          by,
        });

      const second = accountsOf(await drawn(trx, caseId));

      expect(second).toHaveLength(1);
      expect(first).not.toContain(second[0]);
      const team = await teamOf(trx, caseId);
      expect(team.filter(({ state }) => state === 'confirmed')).toHaveLength(5);
      expect(team.find(({ account }) => account === first[0])).toMatchObject({ state: 'recused' });
      expect(await groupsOf(trx, `team:${caseId}`)).toHaveLength(6);
      expect(team.filter(({ role, state }) => role === 'head' && state !== 'recused')).toHaveLength(1);
    }));

  test('experts come from the pool, one for each field', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await planned(trx, { ...PLAN, needExpert: true, expertFields: ['电气', '燃气'] });
      await drawn(trx, caseId);
      const experts = (await teamOf(trx, caseId)).filter(({ role }) => role === 'expert');
      expect(experts.length).toBeGreaterThanOrEqual(1);
      const fields = await rows<{ fields: string[] }>(
        trx,
        'select fields from expert where account = any(?)',
        [experts.map(({ account }) => account)],
      );
      expect(fields.flatMap((one) => one.fields)).toEqual(expect.arrayContaining(['电气', '燃气']));
    }));

  test('too few people left: refused with how many are missing', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await planned(trx, { ...PLAN, objects: ['yjj'] });
      await expect(drawn(trx, caseId)).rejects.toThrow('可抽取的组员不足：还差6人');
    }));
});
