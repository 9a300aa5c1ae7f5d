import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { both, explained, lateVerify, openBench, sql, type Bench, type Change } from './bench.fixture.ts';

let bench: Bench;
let judged: Bench['judged'];
beforeAll(async () => {
  bench = await openBench();
  ({ judged } = bench);
}, 60_000);
afterAll(() => bench.close());

describe('a historic red line', () => {
  const rungAndRead = sql(`insert into clock_event (clock_id, seq, kind, level, at, by)
    select clock_id, 10 + l * 2 + (k = 'acknowledge')::int, k, l, due_at, 'system' from clock, generate_series(0, 3) l, unnest(array['ring', 'acknowledge']) k
    where case_id = :id and element_id = 'verify'`);

  test('of lateness becomes explained by a leader, and is named for ever', async () => {
    const { C4 } = await judged(both(lateVerify, rungAndRead, explained('C4', 'he.zhengyan')));
    expect(C4).toMatchObject({ value: 'explained', curable: false });
    expect(C4!.message).toBe('“现场核查”超期1个工作日。说明：当日人手不足，已整改。（何正言批准）');
  });

  test('names only what is missing when the ladder did ring and was read', async () => {
    const { C4 } = await judged(both(lateVerify, rungAndRead));
    expect(C4!.message).toBe('“现场核查”超期1个工作日，缺少经局领导批准的说明');
  });

  const REFUSED: [why: string, change: Change, hint: RegExp][] = [
    ['approved by nobody of the leaders', explained('C4', 'gu.xinlan'), /批准人不是局领导/],
    ['given by the person who was late', explained('C4', 'he.zhengyan', 'ni.haoran'), /说明人是当事人/],
    ['older than the fact', explained('C4', 'he.zhengyan', 'pan.yichen', '2026-03-02'), /说明早于该事实/],
    ['that speaks of another line', explained('C3', 'he.zhengyan'), /^(?!.*不予采信)/],
  ];
  test.each(REFUSED)('is not explained by a text %s', async (_, change, hint) => {
    const { C4 } = await judged(both(lateVerify, change));
    expect(C4!.value).toBe('red');
    expect(C4!.message).toMatch(hint);
  });

  test('of separation needs 区政府, not the bureau', async () => {
    const same = sql(
      `update task set completed_by = 'firm.chen.liang' where case_id = :id and element_id = 'recheck'`,
    );
    expect((await judged(both(same, explained('C3', 'he.zhengyan')))).C3).toMatchObject({ value: 'red' });
    expect((await judged(both(same, explained('C3', 'zhou.mingyuan')))).C3).toMatchObject({
      value: 'explained',
    });
  });

  const extended = (requestedAt: string): Change =>
    both(lateVerify, async (trx, c) => {
      const clock = await trx('clock').where({ case_id: c.caseId, element_id: 'verify' }).first<{ clock_id: string; due_at: Date }>();
      await trx('extension').insert({ extension_id: randomUUID(), clock_id: clock.clock_id, case_id: c.caseId, days: 3, data: '{}', requested_by: 'ni.haoran', requested_at: requestedAt, state: 'granted', due_before: clock.due_at, due_after: '2026-03-12' });
      await trx('clock').where(clock).update({ due_at: '2026-03-12T16:00:00Z', due_on: '2026-03-12', extended_days: 4 });
    }); // prettier-ignore
  test('does not arise when the extension was asked for in time, though granted after expiry', async () => {
    expect((await judged(extended('2026-03-04T00:00:00Z'))).C4).toMatchObject({ value: 'green' });
  });
  test('arises when the extension was asked for after expiry', async () => {
    const { C4 } = await judged(extended('2026-03-06T02:00:00Z'));
    expect(C4).toMatchObject({ value: 'red' });
    expect(C4!.message).toContain('到期前提出的延期申请');
  });

  test('does not become green by missing evidence being explained: that one is curable', async () => {
    const { C2 } = await judged(
      both(
        sql(`delete from evidence where case_id = :id and phase = 'after'`),
        explained('C2', 'he.zhengyan'),
      ),
    );
    expect(C2).toMatchObject({ value: 'red', curable: true });
  });
});
