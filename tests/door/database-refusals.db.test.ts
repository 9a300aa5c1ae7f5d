import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { refusedByDatabase } from '../../web/database-refusals.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const failureOf = (sql: string, value = ''): Promise<unknown> =>
  database.db.raw(sql, { value }).then(
    () => undefined,
    (error: unknown) => error,
  );
const RECEIPT = 'insert into hotline_receipt (answer_id, ticket_no, status, content, received_at)';

describe('what only the database refuses', () => {
  test.each<[string, number, string, string]>([
    ['half a character in JSON', 400, 'select cast(:value as jsonb)', '{"x":"\\ud83d"}'],
    ['NUL', 400, 'select cast(:value as text)', 'a\u0000'],
    ['a text that is no id', 400, 'select cast(:value as uuid)', '0'.repeat(36)],
    ['a text that is no date', 400, 'select cast(:value as timestamptz)', 'x'],
    ['a date that does not exist', 400, 'select cast(:value as date)', '2026-99-99'],
    ['a number without room', 400, 'select cast(:value as integer)', '2147483648'],
    ['a pattern that is none', 400, `select 'x' ~ :value`, '('],
    [
      'a row that is there already',
      409,
      `${RECEIPT} select x, x, '', '', now() from unnest(array['1', '1']) x`,
      '',
    ],
    ['a reference to nothing', 409, `insert into task_candidate (grp, due_at, task_id) values ('awb', now(), cast(:value as uuid))`, '00000000-0000-4000-8000-000000000000'], // prettier-ignore
    ['a statement that takes too long', 503, `set local statement_timeout = 20; select pg_sleep(1)`, ''],
  ])('%s becomes %i with a Chinese sentence', async (_, status, sql, value) => {
    const told = refusedByDatabase(await failureOf(sql, value));
    expect(told).toMatchObject({ status, title: expect.stringMatching(/[\u4e00-\u9fff]{4}.*请/) });
  });

  test('a fault of ours stays one', async () => {
    expect(refusedByDatabase(await failureOf('select no_such_column from cases'))).toBeUndefined();
    expect(refusedByDatabase(new TypeError('x is not a function'))).toBeUndefined();
  });
});
