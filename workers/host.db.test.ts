import { Type } from '@sinclair/typebox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { asSystem, one, rows } from '../core/db.ts';
import type { Engine } from '../core/engine.ts';
import { conflict } from '../core/errors.ts';
import { freshDatabase, type TestDatabase } from '../tests/harness/database.ts';
import { aCase, aJob, trail } from '../tests/harness/factories.ts';
import { handlerOf } from './host.ts';
import { BpmnError, LEFT_OPEN, verb, type Verb } from './verb.ts';

let database: TestDatabase;
let caseId: string;
let told: unknown[][];
let turn = 0;
beforeAll(async () => {
  database = await freshDatabase();
});
beforeEach(async () => {
  turn += 1;
  told = [];
  caseId = (await asSystem(database.db, (trx) => aCase(trx))).caseId;
});
afterAll(() => database.close());
/** Keys of this test alone: what one leaves behind must not be another's. */
const keyOf = (no: number): string => `${turn}0${no}`;

/** An engine that only remembers what it was told. */
const engine = new Proxy({} as Engine, {
  get:
    (_, command) =>
    (...args: unknown[]) => {
      told.push([String(command), ...args]);
      return Promise.resolve('ok');
    },
});
const log = { warn: () => undefined } as never;

const counting = (answer: Record<string, unknown> = { no: 1 }) =>
  verb({
    name: '计数',
    input: Type.Object({ caseId: Type.String(), name: Type.Optional(Type.String()) }),
    async run({ trx, acted }) {
      await trx.raw(
        `insert into case_counter (series, year, last) values (?, 2026, 1)
                     on conflict (series, year) do update set last = case_counter.last + 1`,
        [`试${turn}`],
      );
      acted('counted', 'counter', { after: { by: 1 } });
      return answer;
    },
  }) as Verb;
const handle = (made: Verb) =>
  handlerOf({ db: database.db, engine, log, brokerEpoch: 'epoch' }, 'test.count', made);
const counted = async () =>
  (await one<{ last: number }>(database.db, `select last from case_counter where series = ?`, [`试${turn}`]))
    ?.last;
const job = (over: object = {}) =>
  aJob('test.count', { key: keyOf(1), instanceKey: keyOf(0), variables: { caseId }, ...over });

describe('a job', () => {
  test('is done, audited and answered in one go', async () => {
    await handle(counting())(job());
    expect(await counted()).toBe(1);
    expect(told).toEqual([['completeJob', keyOf(1), { no: 1 }]]);
    const acts = await asSystem(database.db, (trx) => trail(trx, caseId));
    expect(acts.at(-1)).toMatchObject({ act: 'counted', body: { elementId: 'test-count' } });
  });

  test('delivered again is answered from what was stored, and nothing is done twice', async () => {
    await handle(counting())(job());
    await handle(counting({ no: 2 }))(job());
    expect(await counted()).toBe(1);
    expect(told.map((command) => command[2])).toEqual([{ no: 1 }, { no: 1 }]);
  });

  test('delivered twice at once is done once', async () => {
    const handler = handle(counting());
    await Promise.all([handler(job()), handler(job())]);
    expect(await counted()).toBe(1);
    expect(told.map(([command]) => command)).toEqual(['completeJob', 'completeJob']);
  });

  test('whose instance is to be cancelled is never completed, however often it comes', async () => {
    await handle(counting(LEFT_OPEN))(job());
    await handle(counting(LEFT_OPEN))(job());
    expect(told).toEqual([]);
    expect(await counted()).toBe(1);
    expect(
      await rows(database.db, 'select case_id from instance where instance_key = ?', [keyOf(0)]),
    ).toEqual([{ case_id: null }]);
  });

  test('tells to which case its instance belongs, once', async () => {
    await handle(counting())(job({ process: 'rectify-item', definitionKey: '8' }));
    await handle(counting())(job({ key: keyOf(2), process: 'rectify-item', definitionKey: '8' }));
    expect(
      await rows(
        database.db,
        'select case_id, process, definition_key from instance where instance_key = ?',
        [keyOf(0)],
      ),
    ).toEqual([{ case_id: caseId, process: 'rectify-item', definition_key: '8' }]);
  });

  test('with variables of another kind goes to the operator at once, undone', async () => {
    await handle(counting())(job({ variables: { caseId, name: 5 } }));
    expect(told).toEqual([['failJob', keyOf(1), 0, expect.stringContaining('/name must be string'), 0]]);
    expect(await counted()).toBeUndefined();
  });

  test.each<[string, Error, string, unknown[]]>([
    ['for good', conflict('不行'), 'failJob', [0, 'conflict: 不行', 0]],
    ['for now', new Error('connection lost'), 'failJob', [2, 'connection lost', 1000]],
    ['for the diagram to decide', new BpmnError('no-way', 'x'), 'throwError', ['no-way', 'x']],
  ])('that fails %s is given back as such, and leaves nothing behind', async (_, error, command, more) => {
    const failing = {
      ...counting(),
      run: async (context: never) => {
        await counting().run(context);
        throw error;
      },
    } as Verb;
    await handle(failing)(job());
    expect(told).toEqual([[command, keyOf(1), ...more]]);
    expect(await counted()).toBeUndefined();
  });
});
