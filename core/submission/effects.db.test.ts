import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aTask } from '../../tests/harness/factories.ts';
import { rows } from '../db.ts';
import { actorOf } from '../people.ts';
import { resolverOf } from '../prefill.ts';
import { lockTask } from '../tasks.ts';
import { now } from '../time.ts';
import { effectOf } from './effects.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

test('补正 gives a stored picture its reason under the name of who says it; pictures that have one stay as they are (A1)', () =>
  rolledBack(database.db, async (trx) => {
    // given a picture without a place, one with a place, and one whose reason was written at once
    const { caseId } = await aCase(trx);
    const actor = (await actorOf(trx, 'gu.xinlan'))!;
    const taskId = await aTask(trx, { caseId, elementId: 'supplement', formId: 'supplement' });
    for (const [letter, more] of [
      ['a', {}],
      ['b', { place: '{"lat":31.2,"lng":121.5}' }],
      ['c', { place_reason: '地下室' }],
    ] as const) {
      const sha256 = letter.repeat(64);
      await trx('file').insert({ sha256, mime: 'image/jpeg', size: 1, created_at: now() });
      await trx('evidence').insert({
        ...{ evidence_id: randomUUID(), case_id: caseId, element_id: 'verify', field: 'p', phase: 'before' },
        ...{ sha256, name: `${letter}.jpg`, by: 'wu.beihai', at: now(), ...more },
      });
    }
    const task = await lockTask(trx, taskId);
    const asked = await resolverOf('evidence.unclear')!(trx, { actor, task, caseId });
    expect(asked).toEqual([{ photo: 'a.jpg', sha: 'a'.repeat(12), missing: '拍摄地点或没有定位的原因' }]);

    // when reasons are given, also for pictures that were not asked for
    const photoNotes = ['a', 'b', 'c'].map((letter) => ({ sha: letter.repeat(12), note: `说明${letter}` }));
    await effectOf('supplement')!({
      trx,
      actor,
      task,
      data: { photoNotes },
      at: now(),
      submissionId: randomUUID(),
    });

    // then only what was missing is filled, by name, and nothing is asked any more
    const found = await rows(
      trx,
      'select name, place_reason, reason_by, by from evidence where case_id = ? order by name',
      [caseId],
    );
    expect(found).toEqual([
      { name: 'a.jpg', place_reason: '说明a', reason_by: 'gu.xinlan', by: 'wu.beihai' },
      { name: 'b.jpg', place_reason: null, reason_by: null, by: 'wu.beihai' },
      { name: 'c.jpg', place_reason: '地下室', reason_by: null, by: 'wu.beihai' },
    ]);
    expect(await resolverOf('evidence.unclear')!(trx, { actor, task, caseId })).toEqual([]);
  }));
