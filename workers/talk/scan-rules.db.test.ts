import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Trx } from '../../core/db.ts';
import { now } from '../../core/time.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aClock, anItem, aSubmission, aTask, run } from '../../tests/harness/factories.ts';
import { aNotice } from '../../tests/harness/notice.ts';
import buildDossier from './build-dossier.ts';
import merge from './merge.ts';
import scanRules from './scan-rules.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const FIRM = '91310110DEM010378U';
const DAY_MS = 24 * 3600_000;
const daysAgo = (n: number): Date => new Date(now().getTime() - n * DAY_MS);

interface Hit {
  triggerId: string;
  rule: string;
  unitId: string;
  unitGroup: string | null;
  causes: string[];
  caseId: string;
}
const scan = async (trx: Trx): Promise<Hit[]> =>
  (await run(trx, 'talk.scan-rules', scanRules, { process: 'talk-scan', variables: {} })).hits as Hit[];

/** A hazard case whose item failed its recheck so many days ago. */
async function failed(trx: Trx, ...days: number[]): Promise<{ caseId: string; itemId: string }> {
  const { caseId } = await aCase(trx, { firmUscc: FIRM });
  const itemId = await anItem(trx, caseId);
  for (const n of days)
    await aSubmission(trx, { caseId, itemId, elementId: 'recheck', formId: 'rectify.recheck', data: { fit: 'no' }, at: daysAgo(n) }); // prettier-ignore
  return { caseId, itemId };
}

/** A talk about an item, opened by a trigger. */
async function talkAbout(trx: Trx, itemId: string, sourceCaseId: string, triggerId: string = randomUUID()) {
  const made = await aCase(trx, { process: 'warning-talk', series: '杨应急谈', firmUscc: FIRM, businessKey: triggerId, sourceCaseId }); // prettier-ignore
  await trx.raw(
    `update cases set opened_at = opened_at + make_interval(secs => (select count(*) from cases)) where case_id = ?`,
    [made.caseId],
  );
  const variables = {
    caseId: made.caseId,
    unitId: FIRM,
    triggerId,
    rule: 'T4',
    causes: [itemId],
    sourceCaseId,
  };
  return { ...made, output: await run(trx, 'talk.build-dossier', buildDossier, { variables }) };
}

describe('talk.scan-rules', () => {
  test('two failed rechecks are a hit of T4, one is none; the scan writes no audit row', () =>
    rolledBack(database.db, async (trx) => {
      await failed(trx, 3);
      const { caseId, itemId } = await failed(trx, 9, 2);
      const [{ n: before } = { n: '0' }] = (await trx.raw('select count(*) as n from audit_event')).rows;
      expect(await scan(trx)).toMatchObject([
        { rule: 'T4', unitId: FIRM, unitGroup: `firm:${FIRM}`, causes: [itemId], caseId },
      ]);
      expect((await trx.raw('select count(*) as n from audit_event')).rows[0].n).toBe(before);
    }));

  test('the same facts give the same trigger id, later failures do not change it', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, itemId } = await failed(trx, 9, 2);
      const [first] = await scan(trx);
      await aSubmission(trx, { caseId, itemId, elementId: 'recheck', formId: 'rectify.recheck', data: { fit: 'no' } }); // prettier-ignore
      expect((await scan(trx))[0]!.triggerId).toBe(first!.triggerId);
    }));

  test('while a talk about it is open it is not raised; the counter starts anew when that is closed', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, itemId } = await failed(trx, 300, 299);
      const talk = await talkAbout(trx, itemId, caseId);
      expect(await scan(trx)).toEqual([]);
      await trx.raw(`update cases set status = 'sealed', sealed_at = ? where case_id = ?`, [
        daysAgo(200),
        talk.caseId,
      ]);
      expect(await scan(trx)).toEqual([]);
      for (const n of [20, 10])
        await aSubmission(trx, { caseId, itemId, elementId: 'recheck', formId: 'rectify.recheck', data: { fit: 'no' }, at: daysAgo(n) }); // prettier-ignore
      expect(await scan(trx)).toMatchObject([{ rule: 'T4', causes: [itemId] }]);
    }));

  test('closed within the window it is not raised, whatever has failed since', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, itemId } = await failed(trx, 30, 20);
      const talk = await talkAbout(trx, itemId, caseId);
      await trx.raw(`update cases set status = 'sealed', sealed_at = ? where case_id = ?`, [
        daysAgo(25),
        talk.caseId,
      ]);
      await aSubmission(trx, { caseId, itemId, elementId: 'recheck', formId: 'rectify.recheck', data: { fit: 'no' }, at: daysAgo(1) }); // prettier-ignore
      expect(await scan(trx)).toEqual([]);
    }));

  test('a major hazard past its date is a hit of T6, a general one is none', () =>
    rolledBack(database.db, async (trx) => {
      const rectify_by = '2020-01-10';
      const { caseId } = await aCase(trx, { firmUscc: FIRM, level: 'major' });
      const itemId = await anItem(trx, caseId, { rectify_by });
      await anItem(trx, (await aCase(trx, { firmUscc: FIRM, level: 'general' })).caseId, { rectify_by });
      expect(await scan(trx)).toMatchObject([
        { rule: 'T6', causes: [itemId], triggerId: `T6-${FIRM}-2020-01-10-${itemId.slice(0, 8)}` },
      ]);
    }));
});

describe('talk.scan-rules: what other processes keep', () => {
  const scored = (trx: Trx, caseId: string, total: number, days: number) =>
    trx('appraisal_score').insert({
      score_id: randomUUID(),
      case_id: caseId,
      unit_id: 'changbai',
      deduct: 100 - total,
      total,
      posted_at: daysAgo(days),
    });

  test('a unit below the score line is a hit of T7, until a later patrol found it above', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { process: 'patrol-inspection', series: '杨应急巡' });
      await scored(trx, caseId, 62.5, 30);
      expect(await scan(trx)).toMatchObject([
        { rule: 'T7', unitId: 'changbai', unitGroup: 'street:changbai', causes: [caseId], caseId },
      ]);
      const later = await aCase(trx, { process: 'patrol-inspection', series: '杨应急巡' });
      await scored(trx, later.caseId, 85, 2);
      expect(await scan(trx)).toEqual([]);
    }));

  test('the line itself is no hit: its maximum is excluded', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, { process: 'patrol-inspection', series: '杨应急巡' });
      await scored(trx, caseId, 70, 1);
      expect(await scan(trx)).toEqual([]);
    }));

  test('a feedback overdue up to the highest level is a hit of T5, one of a lower level is none', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, units } = await aNotice(trx);
      const about = { process: 'supervise-notice', elementId: 'feedback', formId: 'notice.feedback', caseId };
      for (const [index, level] of [3, 2].entries()) {
        const { group, itemId } = units[index]!;
        const clock = await aClock(trx, { caseId, itemId, key: 'notice.feedback', elementId: 'feedback' });
        const taskId = await aTask(trx, { ...about, itemId, groups: [group], clockId: clock.clock_id });
        await trx.raw('update clock set task_id = ? where clock_id = ?', [taskId, clock.clock_id]);
        for (let rung = 0; rung <= level; rung++)
          await trx('clock_event').insert({
            clock_id: clock.clock_id,
            seq: 10 + rung,
            kind: 'ring',
            level: rung,
            grp: 'awb',
            at: daysAgo(9 - rung),
            by: 'system',
          });
      }
      expect(await scan(trx)).toMatchObject([
        { rule: 'T5', unitId: 'changbai', unitGroup: 'street:changbai', causes: [caseId], caseId },
      ]);
    }));

  test('that it scanned stays, with how much it found', () =>
    rolledBack(database.db, async (trx) => {
      await scan(trx);
      await failed(trx, 9, 2);
      await scan(trx);
      expect((await trx('talk_scan').orderBy('at')).map(({ hits, capped }) => [hits, capped])).toEqual([
        [0, false],
        [1, false],
      ]);
    }));
});

describe('talk.build-dossier and talk.merge', () => {
  test('a second trigger of the same unit and cause goes over to the first talk', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, itemId } = await failed(trx, 9, 2);
      const first = await talkAbout(trx, itemId, caseId, 'T4-first');
      const second = await talkAbout(trx, itemId, caseId, 'T6-second');
      expect(first.output).toMatchObject({ isDuplicate: false, objectGroup: `firm:${FIRM}`, postponeMax: 1 });
      expect(second.output).toMatchObject({ isDuplicate: true, duplicateOf: first.caseId });

      const variables = { caseId: second.caseId, duplicateOf: first.caseId };
      await run(trx, 'talk.merge', merge, { variables });
      await run(trx, 'talk.merge', merge, { variables });

      const triggers = await trx('talk_trigger').where({ talk_case_id: first.caseId }).orderBy('at');
      expect(triggers.map((row: { trigger_id: string }) => row.trigger_id).sort()).toEqual([
        'T4-first',
        'T6-second',
      ]);
      const [laidOut] = await trx('prepared').where({ case_id: first.caseId, name: 'triggers' });
      expect(laidOut.value).toHaveLength(2);
      expect(await trx('cases').where({ case_id: second.caseId }).first('outcome', 'outcome_reason')).toEqual(
        {
          outcome: 'merged',
          outcome_reason: `与${first.caseNo}为同一单位、同一事由，并入该案约谈`,
        },
      );
    }));

  test('another cause, or a leader’s order that names none, is another talk', () =>
    rolledBack(database.db, async (trx) => {
      const one = await failed(trx, 9, 2);
      const two = await failed(trx, 9, 2);
      await talkAbout(trx, one.itemId, one.caseId);
      expect((await talkAbout(trx, two.itemId, two.caseId)).output).toMatchObject({ isDuplicate: false });
      const { caseId } = await aCase(trx, { process: 'warning-talk', series: '杨应急谈', firmUscc: FIRM });
      const ordered = await run(trx, 'talk.build-dossier', buildDossier, {
        variables: { caseId, unitId: FIRM },
      });
      expect(ordered).toMatchObject({ isDuplicate: false });
    }));
});
