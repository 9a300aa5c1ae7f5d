import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { allNaughty } from '../tests/system/naughty.ts';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { aCase, aTask } from '../tests/harness/factories.ts';
import type { Actor } from './actor.ts';
import { listCases } from './case-list.ts';
import { asActor, asSystem, one, openDatabase, rows } from './db.ts';
import { listTodo } from './inbox.ts';
import { actorOf } from './people.ts';
import { idsByName } from './registers/known.ts';
import { fold, FOLD } from './text/fold.ts';

let database: TestDatabase;
let awb: Actor;
let caseId: string;

beforeAll(async () => {
  database = await freshDatabase();
  await asSystem(database.db, async (trx) => {
    awb = (await actorOf(trx, 'gu.xinlan'))!;
    ({ caseId } = await aCase(trx, { parties: ['awb'] }));
    const other = await aCase(trx, { parties: ['awb'] });
    const text = '杨应急隐〔2027〕3号 上海宏达（虚构）消防器材有限公司 阿卜杜拉·买买提 长阳路12345号 50%_off';
    await trx.raw('update cases set search = ? where case_id = ?', [text, caseId]);
    await trx.raw('update cases set search = ? where case_id = ?', [
      '杨应急隐〔2027〕14号 宏达一厂 50xyoff',
      other.caseId,
    ]);
    const taskId = await aTask(trx, { caseId, elementId: 'verify', formId: 'hazard.verify' });
    await trx.raw(
      `insert into task_candidate (grp, due_at, task_id) select 'awb', 'infinity', ? where not exists (select 1 from task_candidate where task_id = ?)`,
      [taskId, taskId],
    );
  });
});
afterAll(() => database.close());

const found = (q: string): Promise<string[]> =>
  asActor(database.db, awb, async (trx) =>
    (await listCases(trx, awb, { q })).items.map((row) => row.case_id),
  );

describe('searching', () => {
  test.each([
    '杨应急隐[2027]3号',
    '杨应急隐〔2027〕3号',
    '[2027]3号',
    '【２０２７】３',
    '2027 3号 宏达',
    '宏达 消防',
    '消防　宏达',
    '１２３４５',
    '阿卜杜拉•买买提',
    '阿卜杜拉・买买提',
    '⻓阳路',
    '宏\u200b达(虚构)消防',
    '50%_OFF',
    '%_',
  ])('%j finds the case', async (q) => expect(await found(q)).toContain(caseId));

  test.each(['宏达 燃气', '50%off', '2027]33', '_%', '\\'])('%j does not find it', async (q) => {
    expect(await found(q)).not.toContain(caseId);
  });

  test('what is no word at all is no search', async () => {
    expect(await found(' \u200b ')).toHaveLength(2);
  });

  test('the inbox is searched in the same way, with the name of the step among the words', async () => {
    const todo = (q: string) =>
      asActor(database.db, awb, async (trx) => (await listTodo(trx, awb, { q })).items.length);
    const [step] = await rows<{ name: string }>(database.db, 'select element_name as name from task limit 1');
    expect(await todo('[2027]3')).toBe(1);
    expect(await todo(`[2027]3 ${step?.name ?? ''}`)).toBe(1);
    expect(await todo('[2027]3 没有这一步')).toBe(0);
  });

  test('among very many cases the index of words is asked, whoever searches', async () => {
    // given twenty thousand other cases
    await asSystem(database.db, (trx) =>
      trx.raw(`insert into cases (case_id, case_no, process, title, owner_group, business_key, search, facts, opened_by, opened_at)
        select gen_random_uuid(), 'T' || n, 'hazard-dispatch', 't', 'awb', 'T' || n, '测试' || n || ' ' || md5(n::text), '{}', 'system', now()
        from generate_series(1, 20000) n`),
    );
    const auditor = (await actorOf(database.db, 'dong.jiancheng'))!;
    // when somebody who sees all looks for two words
    const started = performance.now();
    const list = await asActor(database.db, auditor, (trx) => listCases(trx, auditor, { q: '[2027]3 宏达' }));
    const ms = performance.now() - started;
    // then the case is found by its index, long before row-level security could have been asked of every case
    expect(list.items.map((row) => row.case_id)).toEqual([caseId]);
    expect(list.total).toEqual({ count: 1, capped: false });
    const owner = openDatabase(database.ownerUrl, 1);
    await owner.raw('analyze cases');
    const plan = await rows<Record<string, string>>(
      owner,
      `explain select case_id from cases where search_fold like '%2027)3%'`,
    );
    await owner.destroy();
    expect(JSON.stringify(plan)).toContain('cases_search_fold');
    expect(ms).toBeLessThan(2000);
    // and a word that stands in all of them still gives a page
    const all = await asActor(database.db, auditor, (trx) => listCases(trx, auditor, { q: '测试' }));
    expect(all.items).toHaveLength(20);
    expect(all.total).toEqual({ count: 1000, capped: true });
  }, 120_000);

  test('the database folds as the program does', async () => {
    const texts = [
      ...allNaughty.filter((text) => !text.includes('\u0000')),
      ...[...FOLD.from].map((char) => `甲${char}乙`),
      '⼯业⽤⽔ ①㈱ ＡＢＣ a\u00adb\u200bc\u2028d\u3000e\u00a0f',
      'ÀÉÎ Straße ΑΒΓ ДЖ',
    ];
    const folded = await rows<{ text: string }>(
      database.db,
      'select fold_text(t) as text from unnest(cast(? as text[])) with ordinality x(t, n) order by n',
      [texts],
    );
    expect(folded.map(({ text }) => text)).toEqual(texts.map(fold));
  });

  test('a name is found however its brackets, dots and blanks are written', async () => {
    const firm = (await one<{ uscc: string; name: string }>(
      database.db,
      `select uscc, name_zh as name from firm where name_zh like '%(%' or name_zh like '%（%' order by uscc limit 1`,
    ))!;
    const written = firm.name.replace(/[(（]/, ' 〔').replace(/[)）]/, '〕\u200b');
    const ids = await asSystem(database.db, (trx) => idsByName(trx, 'objects', [written, '没有这家']));
    expect(ids).toEqual(new Map([[written, [firm.uscc]]]));
  });
});
