import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Trx } from '../../core/db.ts';
import { now } from '../../core/time.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aSubmission, run } from '../../tests/harness/factories.ts';
import draftCircular from './draft-circular.ts';
import markAbsent from './mark-absent.ts';
import markNoMaterial from './mark-no-material.ts';
import noteFailure from './note-failure.ts';
import publish from './publish.ts';
import registerMeasures from './register-measures.ts';
import reschedule from './reschedule.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const talk = async (trx: Trx): Promise<string> =>
  (await aCase(trx, { process: 'warning-talk', series: '杨应急谈' })).caseId;
let minute = 0;
const said = (trx: Trx, caseId: string, formId: string, data: Record<string, unknown>) =>
  aSubmission(trx, { caseId, formId, elementId: formId.slice(5), data, at: new Date(now().getTime() + (minute += 1) * 60_000) }); // prettier-ignore
const absence = { status: 'absent', absentReason: '未说明', justified: 'no', next: 'again', newTalkAt: '2026-04-03T02:00:00Z' }; // prettier-ignore
const stateOf = (trx: Trx, caseId: string) =>
  trx('cases').where({ case_id: caseId }).first('outcome', 'outcome_reason');

describe('the rounds of a talk', () => {
  test('talk.mark-absent counts absences of this round; one more than allowed is the outcome', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await talk(trx);
      await said(trx, caseId, 'talk.arrival', absence);
      await said(trx, caseId, 'talk.decide', { decision: 'agree' });
      await said(trx, caseId, 'talk.arrival', absence);
      const variables = { caseId };
      expect(await run(trx, 'talk.mark-absent', markAbsent, { variables })).toEqual({ absentCount: 1 });
      expect(await stateOf(trx, caseId)).toMatchObject({ outcome: null });
      await said(trx, caseId, 'talk.arrival', absence);
      expect(await run(trx, 'talk.mark-absent', markAbsent, { variables })).toEqual({ absentCount: 2 });
      expect(await stateOf(trx, caseId)).toEqual({
        outcome: 'accountability',
        outcome_reason: '约谈无正当理由缺席2次，移送问责',
      });
    }));

  test('talk.reschedule takes the last day that was named; an excused absence counts as a postponement', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await talk(trx);
      const variables = { caseId };
      await expect(run(trx, 'talk.reschedule', reschedule, { variables })).rejects.toThrow('新的约谈时间');
      await said(trx, caseId, 'talk.postpone', { decision: 'agree', newTalkAt: '2026-04-01T02:00:00Z' });
      expect(await run(trx, 'talk.reschedule', reschedule, { variables })).toEqual({ talkAt: '2026-04-01T02:00:00Z', postponeCount: 1 }); // prettier-ignore
      await said(trx, caseId, 'talk.arrival', { ...absence, justified: 'yes' });
      expect(await run(trx, 'talk.reschedule', reschedule, { variables })).toEqual({ talkAt: '2026-04-03T02:00:00Z', postponeCount: 2 }); // prettier-ignore
    }));

  test('talk.register-measures enters each row once, however often it runs, and talk.note-failure names it', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await talk(trx);
      const job = { variables: { caseId, objectGroup: 'street:dinghai' }, headers: { form: 'talk.minutes' } };
      await expect(run(trx, 'talk.register-measures', registerMeasures, job)).rejects.toThrow(
        '没有商定的措施',
      );
      await said(trx, caseId, 'talk.minutes', { measures: [{ measure: '清灰', dueOn: '2026-04-10' }, { measure: '登记', dueOn: '2026-04-12' }] }); // prettier-ignore
      const first = await run(trx, 'talk.register-measures', registerMeasures, job);
      expect(await run(trx, 'talk.register-measures', registerMeasures, job)).toEqual(first);
      const items = await trx('item').where({ case_id: caseId }).orderBy('no');
      expect(items.map(({ title, kind }: { title: string; kind: string }) => [title, kind])).toEqual([
        ['清灰', 'measure'],
        ['登记', 'measure'],
      ]);
      await run(trx, 'talk.note-failure', noteFailure, {
        variables: { caseId, itemId: items[0].item_id },
        headers: { kind: 'failed' },
      });
      const told = await trx('notification').where({ case_id: caseId, kind: 'talk.failure' });
      expect(told.map(({ grp }: { grp: string }) => grp).sort()).toEqual(['awb', 'lead']);
      expect(told[0].text).toBe('约谈措施1“清灰”复查多次不合格');
    }));

  test('talk.publish writes one lesson, the public text and the outcome', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await talk(trx);
      const variables = { caseId };
      await expect(run(trx, 'talk.publish', publish, { variables })).rejects.toThrow('效果结论');
      await expect(run(trx, 'talk.draft-circular', draftCircular, { variables })).rejects.toThrow('效果结论');
      await said(trx, caseId, 'talk.effect', { conclusion: 'account', opinion: '措施未落实。', lesson: '无', noLessonReason: '此前已登记', publicText: '予以通报。' }); // prettier-ignore
      await run(trx, 'talk.draft-circular', draftCircular, { variables });
      await run(trx, 'talk.publish', publish, { variables });
      await run(trx, 'talk.publish', publish, { variables });
      expect(await trx('lesson').where({ case_id: caseId }).select('text')).toEqual([
        { text: '无（此前已登记）' },
      ]);
      expect(await trx('talk_publication').where({ case_id: caseId }).select('text')).toEqual([
        { text: '予以通报。' },
      ]);
      expect(await stateOf(trx, caseId)).toEqual({
        outcome: 'accountability',
        outcome_reason: '措施未落实。',
      });
      expect(await trx('prepared').where({ case_id: caseId, name: 'circular' }).first('value')).toEqual({ value: '措施未落实。' }); // prettier-ignore
    }));

  test('talk.mark-no-material lays the note out for the minutes', () =>
    rolledBack(database.db, async (trx) => {
      const caseId = await talk(trx);
      await run(trx, 'talk.mark-no-material', markNoMaterial, { variables: { caseId } });
      expect(await trx('prepared').where({ case_id: caseId, name: 'materialNote' }).first('value')).toEqual({ value: '该单位逾期未提交约谈书面材料。' }); // prettier-ignore
    }));
});
