import { describe, jest, test } from '@jest/globals';
import { survives } from '../harness/fire.ts';

jest.setTimeout(9 * 60_000);

/** The long one, with seeds and every named point, is tests/faults/sudden-death.test.ts (`npm run test:faults`). */
describe('kill -9 while cases run', () => {
  test('the server dies after a commit, then the engine and Postgres: nothing is lost, nothing happens twice', async () => {
    await survives({
      cases: 12,
      hands: 4,
      failPoints: ['submit.committed:4'],
      kills: ['broker', 'postgres'],
    });
  });
});
