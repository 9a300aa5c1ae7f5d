import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** What stands in the log when this error is logged. */
const logged = (error: unknown): string => {
  const lines: string[] = [];
  pino({}, { write: (line: string) => void lines.push(line) }).warn({ err: error }, 'request failed');
  return lines.join('');
};
const failureOf = (sql: string, value: string): Promise<unknown> =>
  database.db.raw(sql, { value }).then(
    () => undefined,
    (error: unknown) => error,
  );

const SECRET = '举报人虞某 13912345670';

describe('a failed statement', () => {
  test.each<[string, string, string, string]>([
    ['22P02', 'of a draft with half a character', 'select cast(:value as jsonb)', `{"x":"${SECRET}\\ud83d"}`],
    ['22P02', 'of a text that is no id', 'select cast(:value as uuid)', SECRET],
    ['22P02', 'of a text that is no number', 'select cast(:value as numeric)', `${SECRET} - "x"`],
    ['22007', 'of a text that is no date', 'select cast(:value as timestamptz)', SECRET],
    ['22008', 'of a date that does not exist', 'select cast(:value as date)', '2026-99-99'],
    ['2201B', 'of a pattern that is none', `select 'x' ~ :value`, `${SECRET}(`],
    [
      '23505',
      'of a row that is there already',
      `insert into hotline_receipt (answer_id, ticket_no, status, content, received_at)
       select x, x, '', '', now() from unnest(array[cast(:value as text), :value]) x`,
      SECRET,
    ],
  ])('%s %s leaves nothing of what was typed in the log', async (code, _, sql, value) => {
    const error = await failureOf(sql, value);

    expect(error).toMatchObject({ code });
    const line = logged(error);
    expect(line).toContain(code);
    for (const part of [value, '虞某', '1391234', '99-99']) expect(line).not.toContain(part);
  });

  test('still says where and of what kind it was', async () => {
    const error = (await failureOf('select cast(:value as uuid)', SECRET)) as Error;
    expect(error.message).toBe('select cast($1 as uuid) - invalid input syntax for type uuid');
    expect(error.stack).toContain('invalid input syntax for type uuid');
  });
});
