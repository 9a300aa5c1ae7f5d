import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { one, rows, type Trx } from '../../core/db.ts';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, outboxOf, run, trail } from '../../tests/harness/factories.ts';
import pushBack from './push-back.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const answered = (trx: Trx, caseId: string, content: string, at: Date) =>
  trx('answer').insert({
    answer_id: randomUUID(),
    case_id: caseId,
    kind: 'reporter',
    way: '电话',
    at,
    content,
    by: 'wu.beihai',
  });
const tickets = async (trx: Trx, caseId: string) =>
  (await outboxOf(trx, caseId)).filter(({ kind }) => kind === 'ticket').map(({ payload }) => payload);
const hotline = { source: '12345', facts: { ticketNo: 'HT-1' } };

describe('ticket.push-back', () => {
  test('the platform gets what the reporter was told last, and an answer row waits for its acknowledgement', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, hotline);
      await answered(trx, caseId, '已受理', new Date('2026-03-01T00:00:00Z'));
      await answered(trx, caseId, '隐患已整改销号', new Date('2026-03-05T00:00:00Z'));
      const variables = { caseId, ticketNo: 'HT-1', source: '12345', outcome: 'struck-off' };
      expect(await run(trx, 'ticket.push-back', pushBack, { variables })).toEqual({});
      const row = await one<Record<string, unknown>>(
        trx,
        `select * from answer where case_id = ? and kind = 'push-back'`,
        [caseId],
      );
      expect(row).toMatchObject({ way: '12345回传', content: '隐患已整改销号', acknowledged_at: null });
      expect(await tickets(trx, caseId)).toEqual([
        {
          kind: 'ticket',
          ticketNo: 'HT-1',
          answerId: row!.answer_id,
          status: '已办结',
          content: '隐患已整改销号',
        },
      ]);
      expect((await trail(trx, caseId)).at(-1)).toMatchObject({ act: 'ticket.pushed-back', subject: 'HT-1' });
    }));

  test('an anonymous ticket, which nobody was answered, gets the result alone', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId, caseNo } = await aCase(trx, hotline);
      await run(trx, 'ticket.push-back', pushBack, { variables: { caseId, outcome: 'unfounded' } });
      expect(await tickets(trx, caseId)).toMatchObject([
        { status: '经核查不属实', content: `案件${caseNo}经核查不属实` },
      ]);
    }));

  test.each<[string, Parameters<typeof aCase>[1]]>([
    ['no ticket', { source: '12345', facts: {} }],
    ['a letter', { source: '来信', facts: { ticketNo: 'HT-1' } }],
  ])('%s: nothing goes out', (_, over) =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, over);
      await run(trx, 'ticket.push-back', pushBack, { variables: { caseId } });
      expect(await tickets(trx, caseId)).toEqual([]);
      expect(await rows(trx, 'select 1 from answer where case_id = ?', [caseId])).toEqual([]);
    }),
  );

  test('a long answer is cut to what the platform takes, by characters', () =>
    rolledBack(database.db, async (trx) => {
      const { caseId } = await aCase(trx, hotline);
      await answered(trx, caseId, '𠮷'.repeat(2500), new Date());
      await run(trx, 'ticket.push-back', pushBack, { variables: { caseId } });
      const [sent] = await tickets(trx, caseId);
      expect(sent!.content).toBe('𠮷'.repeat(2000));
    }));
});
