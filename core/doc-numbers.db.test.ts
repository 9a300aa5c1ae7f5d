import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { up } from '../migrations/024_doc_number.ts';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { aCase, aDocument, aSubmission, aTask, deployed, run } from '../tests/harness/factories.ts';
import number from '../workers/doc/number.ts';
import type { Actor } from './actor.ts';
import { asActor, asSystem, one, openDatabase, rows } from './db.ts';
import { definition } from './definitions.ts';
import { nextNumber } from './doc-numbers.ts';
import { docNumber } from './forms/doc-number.ts';
import { actorOf } from './people.ts';
import { prefill } from './prefill.ts';
import { submitTask } from './submission/submit.ts';
import { lockTask } from './tasks.ts';
import { setClockOffset } from './time.ts';

const AT = new Date('2026-03-24T02:00:00Z');
const GOOD = JSON.parse(
  readFileSync(new URL('../tests/fixtures/forms/hazard.control.good.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

let database: TestDatabase;
let key: string;
let first: Actor;
let second: Actor;
beforeAll(async () => {
  database = await freshDatabase();
  setClockOffset(AT.getTime() - Date.now(), { first: true });
  key = await asSystem(database.db, (trx) => deployed(trx, 'hazard-dispatch'));
  first = (await actorOf(database.db, 'yan.beichuan'))!;
  second = (await actorOf(database.db, 'wu.beihai'))!;
});
afterAll(() => database.close());

/** A case of its own with a step 临时管控 for one officer, whom alone it lets see it. */
const control = (officer: Actor, caseId?: string) =>
  asSystem(database.db, async (trx) => {
    const parties = [`person:${officer.account}`];
    const of = caseId ?? (await aCase(trx, { parties })).caseId;
    return aTask(trx, {
      caseId: of,
      elementId: 'control',
      formId: 'hazard.control',
      groups: parties,
      definitionKey: key,
    });
  });

const offered = (actor: Actor, taskId: string) =>
  asActor(database.db, actor, async (trx) => {
    const task = await lockTask(trx, taskId);
    const form = (await definition(trx, key)).form('hazard.control');
    return String((await prefill(trx, form, { actor, task, caseId: task.case_id })).decisionNo);
  });

const submit = (actor: Actor, taskId: string, decisionNo: string) => {
  const { signature: _, ...rest } = GOOD;
  const refuseReason = '当事人拒绝签字，已当场说明内容并由见证人在场。';
  return submitTask(database.db, actor, taskId, 1, { ...rest, refuseReason, decisionNo });
};

const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown as { status?: number; errors?: unknown },
  );
  return { status: error?.status, errors: error?.errors };
};

const taken = (no: string, free: string) => ({
  status: 400,
  errors: [{ path: 'decisionNo', message: `文号${no}已被使用，可用${free}` }],
});

describe('one 文号 stands on one paper', () => {
  test('two officers who see nothing of each other open the form with the same number; the second is told and offered the next', async () => {
    // given two cases, each with an officer who cannot see the other
    const [one, two] = [await control(first), await control(second)];
    const number = await offered(first, one);
    expect(await offered(second, two)).toBe(number);
    // when both hand it in
    await submit(first, one, number);
    // then the second is refused at the field, with the next free number, which is taken
    const { series, year, no } = docNumber(number)!;
    const next = `${series}〔${year}〕${no + 1}号`;
    expect(await refusal(submit(second, two, number))).toEqual(taken(number, next));
    expect(await offered(second, two)).toBe(next);
    await submit(second, two, next);
  });

  test('however it is written, it is the same number, and it is stored in one spelling', async () => {
    const [one, two] = [await control(first), await control(second)];
    const { submissionId } = await submit(first, one, '杨应急现决字【２０２５】第 ０41 号');
    const stored = await asSystem(database.db, (trx) =>
      rows<{ no: string }>(trx, `select data->>'decisionNo' as no from submission where submission_id = ?`, [
        submissionId,
      ]),
    );
    expect(stored).toEqual([{ no: '杨应急现决〔2025〕41号' }]);
    expect(await refusal(submit(second, two, '杨应急现决[2025]41号'))).toEqual(
      taken('杨应急现决〔2025〕41号', '杨应急现决〔2025〕42号'),
    );
  });

  test('of two at the same moment one is stored and one is refused, never both', async () => {
    const tasks = [await control(first), await control(second)];
    const answers = await Promise.all([
      refusal(submit(first, tasks[0]!, '杨应急现决〔2024〕1号')),
      refusal(submit(second, tasks[1]!, '杨应急现决〔2024〕1号')),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([400, undefined]);
    expect(answers.find(({ status }) => status === 400)).toEqual(
      taken('杨应急现决〔2024〕1号', '杨应急现决〔2024〕2号'),
    );
  });

  test('what is no number is refused with an example', async () => {
    const task = await control(first);
    expect(await refusal(submit(first, task, '第七号决定'))).toEqual({
      status: 400,
      errors: [
        {
          path: 'decisionNo',
          message: '“决定书文号”应写成“机关代字〔年份〕序号号”，例如杨应急现决〔2026〕1号',
        },
      ],
    });
  });

  test('a document that the product numbers passes over a number that was typed, and the other way round', async () => {
    // given somebody typed the number that the product would give next
    const task = await control(first);
    await submit(first, task, '杨应急责改〔2026〕1号');
    // when the product numbers a document of that series
    const docNo = await asSystem(database.db, async (trx) => {
      const { caseId } = await aCase(trx);
      const docId = await aDocument(trx, caseId);
      const done = await run(trx, 'doc.number', number, { variables: { caseId, docId, signerGroup: null } });
      return (done as { docNo: string }).docNo;
    });
    // then it takes the next one, and that cannot be typed again
    expect(docNo).toBe('杨应急责改〔2026〕2号');
    expect(await refusal(submit(second, await control(second), docNo))).toEqual(
      taken(docNo, '杨应急责改〔2026〕3号'),
    );
  });

  test('a number far off is taken and stays taken, but the proposal goes on after the others; a run far off is followed', async () => {
    const [one, two] = [await control(first), await control(second)];
    const next = () =>
      asActor(database.db, second, (trx) => nextNumber(trx, '杨应急现决', new Date('2021-05-01T00:00:00Z')));
    const typed = async (no: number) => submit(first, await control(first), `杨应急现决〔2021〕${no}号`);
    // given a register on paper that is gone on with at 41
    await submit(first, one, '杨应急现决〔2021〕41号');
    expect(await next()).toBe('杨应急现决〔2021〕42号');
    // when somebody types a number far off, and one that a slip makes
    await typed(999_999);
    await typed(5_000);
    // then it is valid and taken, and the proposal goes on
    expect(await next()).toBe('杨应急现决〔2021〕42号');
    expect(await refusal(submit(second, two, '杨应急现决〔2021〕999999号'))).toEqual(
      taken('杨应急现决〔2021〕999999号', '杨应急现决〔2021〕42号'),
    );
    // and a block left out is followed
    await typed(60);
    expect(await next()).toBe('杨应急现决〔2021〕61号');
    // and so is a second paper after the one far off, for there the series goes on
    await typed(5_001);
    expect(await next()).toBe('杨应急现决〔2021〕5002号');
    // but never to a number of seven digits
    await typed(999_998);
    expect(await next()).toBe('杨应急现决〔2021〕5002号');
  });

  test('numbers of before the register are taken over; one that stands twice is kept and flagged', async () => {
    // given papers of before: two decisions with one number, written differently, and a document
    const owner = openDatabase(database.ownerUrl, 1);
    try {
      await owner
        .transaction(async (trx) => {
          await trx.raw('drop function reserve_number, next_number; drop table doc_number_twice, doc_number');
          await trx.raw('delete from submission; delete from document');
          const { caseId } = await aCase(trx);
          for (const [day, decisionNo] of [
            ['01', '杨应急现决〔2022〕3号'],
            ['02', '杨应急现决[2022]第3号'],
            ['03', '三号决定'],
          ])
            await aSubmission(trx, {
              caseId,
              elementId: 'control',
              formId: 'hazard.control',
              at: new Date(`2022-05-${day}T00:00:00Z`),
              data: { decisionNo },
            });
          // when the register comes
          await up(trx);
          // then
          const numbers = await rows(trx, 'select number, series, no from doc_number order by at');
          expect(numbers).toEqual([
            { number: '杨应急现决〔2022〕3号', series: '杨应急现决', no: 3 },
            { number: '三号决定', series: '', no: null },
          ]);
          const twice = await rows(trx, 'select number, at from doc_number_twice');
          expect(twice).toEqual([{ number: '杨应急现决〔2022〕3号', at: new Date('2022-05-02T00:00:00Z') }]);
          await trx.rollback();
        })
        .catch((error: unknown) => {
          if (!String(error).includes('Transaction rejected')) throw error;
        });
    } finally {
      await owner.destroy();
    }
  });

  test('the register shows a person only the numbers of cases he sees, and nobody writes it but through its function', async () => {
    const mine = await control(first);
    await submit(first, mine, '杨应急现决〔2023〕5号');
    const sees = (actor: Actor) =>
      asActor(database.db, actor, (trx) =>
        one(trx, `select number from doc_number where number = '杨应急现决〔2023〕5号'`),
      );
    expect(await sees(first)).toBeDefined();
    expect(await sees(second)).toBeUndefined();
    await expect(asSystem(database.db, (trx) => trx.raw('delete from doc_number'))).rejects.toThrow(
      /permission denied/,
    );
  });
});
