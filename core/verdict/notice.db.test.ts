import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aDocument, aSubmission, deployed } from '../../tests/harness/factories.ts';
import { aNotice, type Registered } from '../../tests/harness/notice.ts';
import type { Trx } from '../db.ts';
import { evaluateCase } from './index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** One predicate of the case as it stands now; its tasks are those of the shipped diagram. */
async function of(trx: Trx, caseId: string, id: string) {
  const definitionKey = await deployed(trx, 'supervise-notice');
  await trx.raw('update task set definition_key = ? where case_id = ?', [definitionKey, caseId]);
  return (await evaluateCase(trx, caseId)).predicates.find((predicate) => predicate.id === id);
}

const answers = (trx: Trx, caseId: string, { itemId }: Registered, proofs: unknown[]) =>
  aSubmission(trx, {
    caseId,
    itemId,
    scopeId: itemId,
    elementId: 'feedback',
    formId: 'notice.feedback',
    data: { progress: '管网已疏通,值守已落实。', proofs },
  });
const PROOF = [{ sha256: 'a'.repeat(64), name: '台账.pdf' }];

describe('the verdict of a notice', () => {
  test('E-D6a: every unit answered with proofs, or was pressed by a numbered 督办单', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, units } = await aNotice(trx);
      await answers(trx, caseId, units[0]!, PROOF);
      await answers(trx, caseId, units[1]!, []);
      expect(await of(trx, caseId, 'E-D6a')).toMatchObject({
        value: 'red',
        message: '区市场监督管理局无反馈',
        refs: [{ kind: 'item', id: units[1]!.itemId }],
      });
      const order = { template: 'supervise-order', item_id: units[1]!.itemId, state: 'numbered' };
      await aDocument(trx, caseId, order);
      expect(await of(trx, caseId, 'E-D6a')).toMatchObject({ value: 'red' });
      await aDocument(trx, caseId, { ...order, doc_no: '杨应急督办〔2026〕1号' });
      expect(await of(trx, caseId, 'E-D6a')).toMatchObject({ value: 'green' });
    }));

  test('E-D6b: a joint matter is closed when the last helper is; a single unit has none', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, units } = await aNotice(trx);
      const end = (unit: Registered) =>
        trx.raw(`update item set state = 'struck-off', closed_at = now() where item_id = ?`, [unit.itemId]);
      await end(units[0]!);
      expect(await of(trx, caseId, 'E-D6b')).toMatchObject({
        value: 'red',
        message: '协办区市场监督管理局未办结',
      });
      await end(units[1]!);
      expect(await of(trx, caseId, 'E-D6b')).toMatchObject({ value: 'green' });
      // Struck off on an answer: no pictures before and after are asked for.
      expect(await of(trx, caseId, 'C2')).toMatchObject({ value: 'n/a' });
      const alone = await aNotice(trx, { helpers: [] });
      expect(await of(trx, alone.caseId, 'E-D6b')).toMatchObject({ value: 'n/a' });
    }));

  test('C2: a notice that had to be put right needs its pictures', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, units } = await aNotice(trx);
      const { itemId } = units[0]!;
      await trx.raw(`update item set state = 'struck-off' where item_id = ?`, [itemId]);
      await aSubmission(trx, { caseId, itemId, elementId: 'rectify', formId: 'rectify.submit', data: {} });
      expect(await of(trx, caseId, 'C2')).toMatchObject({ value: 'red' });
    }));

  test('E-D6c and C6: from above means a report upward that was signed for', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aNotice(trx, { draft: { fromAbove: true } });
      expect(await of(trx, caseId, 'E-D6c')).toMatchObject({ value: 'red', message: '未上报反馈' });
      expect(await of(trx, caseId, 'C6')).toMatchObject({ value: 'red' });
      const report = { case_id: caseId, kind: 'upward', way: '书面', content: '已办结', by: 'gu.xinlan' };
      await trx('answer').insert({ ...report, answer_id: randomUUID(), at: '2026-04-12' });
      expect(await of(trx, caseId, 'E-D6c')).toMatchObject({ message: '上报反馈缺少接收凭证' });
      await trx('answer').insert({
        ...report,
        answer_id: randomUUID(),
        at: '2026-04-12',
        acknowledged_at: '2026-04-13',
      });
      expect(await of(trx, caseId, 'E-D6c')).toMatchObject({ value: 'green' });
      expect(await of(trx, caseId, 'C6')).toMatchObject({ value: 'green' });
      const own = await aNotice(trx);
      expect(await of(trx, own.caseId, 'E-D6c')).toMatchObject({ value: 'n/a' });
      expect(await of(trx, own.caseId, 'C6')).toMatchObject({ value: 'n/a' });
    }));

  test('E-D6d: a listing hung and was taken down in public; refused it has the reason of the leader', () =>
    rolledBack(database.db, async (trx) => {
      const listing = async (decision: string, opinion: string, ...shown: string[]) => {
        const { caseId } = await aCase(trx, { process: 'supervise-notice' });
        const decided = { decision, opinion };
        await aSubmission(trx, { caseId, elementId: 'approve-listing', formId: 'approve', data: decided });
        for (const kind of shown)
          await aSubmission(trx, {
            caseId,
            elementId: 'delist',
            formId: 'notice.publicity',
            data: { kind },
          });
        return of(trx, caseId, 'E-D6d');
      };
      expect(await listing('agree', '', 'hang')).toMatchObject({
        value: 'red',
        message: '公示不全：摘牌未公示',
      });
      expect(await listing('agree', '', 'hang', 'strike')).toMatchObject({ value: 'green' });
      expect(await listing('refuse', '')).toMatchObject({ value: 'red' });
      expect(await listing('refuse', '当日可以消除')).toMatchObject({ value: 'green' });
      const { caseId } = await aNotice(trx);
      expect(await of(trx, caseId, 'E-D6d')).toMatchObject({ value: 'n/a' });
    }));
});
