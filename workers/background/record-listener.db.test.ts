import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { rows } from '../../core/db.ts';
import { freshDatabase, type TestDatabase } from '../../tests/harness/database.ts';
import { startRecordListener } from './record-listener.ts';

const PASSWORD = 'of the engine';
let database: TestDatabase;
let listener: Awaited<ReturnType<typeof startRecordListener>>;
let told = 0;
beforeAll(async () => {
  database = await freshDatabase();
  listener = await startRecordListener({
    db: database.db,
    log: pino({ level: 'silent' }),
    brokerEpoch: 'epoch-of-the-test',
    host: '127.0.0.1',
    port: 0,
    passwords: [PASSWORD, 'the one before'],
    onRecords: () => (told += 1),
  });
});
afterAll(async () => {
  await listener.close();
  await database.close();
});

const bulk = (position: number): string =>
  [
    { index: { _index: 'zeebe', _id: '1' } },
    {
      partitionId: 1,
      position,
      key: 5,
      timestamp: Date.now(),
      valueType: 'JOB',
      intent: 'CANCELED',
      recordType: 'EVENT',
      value: { type: 'user-task' },
    },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const post = (position: number, authorization?: string, path = '/_bulk'): Promise<Response> =>
  fetch(`http://127.0.0.1:${listener.port}${path}`, {
    method: 'POST',
    body: bulk(position),
    headers: authorization === undefined ? {} : { authorization },
  });
const kept = async (): Promise<number> =>
  (await rows<{ n: number }>(database.db, 'select count(*)::int as n from engine_record'))[0]!.n;

describe('the record listener', () => {
  test.each([
    ['none', undefined],
    ['a wrong password', basic('bihuan', 'guessed')],
    ['another user', basic('elastic', PASSWORD)],
    ['the password as a token', `Bearer ${PASSWORD}`],
    ['nonsense', 'Basic ???'],
    ['an empty password', basic('bihuan', '')],
  ])('answers 401 to whoever shows %s, and changes nothing', async (_, authorization) => {
    const before = [await kept(), told];

    const answer = await post(1, authorization);

    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic/);
    expect([await kept(), told]).toEqual(before);
    expect((await post(1, authorization, '/_template/zeebe')).status).toBe(401);
  });

  test('takes records from who knows its password, or the one that is being replaced', async () => {
    expect((await post(10, basic('bihuan', PASSWORD))).status).toBe(200);
    expect((await post(11, basic('bihuan', 'the one before'))).status).toBe(200);

    expect(await kept()).toBe(2);
    expect(told).toBe(2);
  });
});
