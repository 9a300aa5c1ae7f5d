import { describe, jest, test } from '@jest/globals';
import { survives } from '../harness/fire.ts';

jest.setTimeout(6 * 60_000);

// The short one; `npm run test:faults` plays many seeds with 200 cases.
describe('sudden death', () => {
  test('the server dies after a commit, then the engine and Postgres: every acknowledged act is there once', async () => {
    await survives({
      cases: 12,
      hands: 4,
      failPoints: ['submit.committed:4'],
      kills: ['broker', 'postgres'],
    });
  });
});
