import { describe, jest, test } from '@jest/globals';
import { attackOf, FAIL_POINTS, survives } from '../harness/fire.ts';

jest.setTimeout(30 * 60_000);

/** BIHUAN_SEEDS=3,17 plays those again; BIHUAN_CASES=50 makes it shorter. */
const seeds = (process.env.BIHUAN_SEEDS ?? '1,2,3').split(',').map(Number);
const cases = Number(process.env.BIHUAN_CASES ?? 200);

/** A short one runs with every change: tests/long/sudden-death.test.ts (`npm run test:long`). */
describe('kill -9 while cases run', () => {
  test.each(seeds)(
    'seed %i: nothing acknowledged is lost, nothing happens twice, fsck finds nothing',
    async (seed) => {
      await survives(attackOf(seed, cases));
    },
  );

  test('death at every named point of a step, one life after the other', async () => {
    await survives({ cases: 60, hands: 6, failPoints: FAIL_POINTS.map((name) => `${name}:3`), kills: [] });
  });
});
