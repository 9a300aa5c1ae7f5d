import { expect, test } from '@jest/globals';
import { isDatabaseAway } from './database-away.ts';

test.each([
  ['a server that starts up', { code: '57P03', message: 'the database system is starting up' }],
  ['a refused connection', { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:5432' }],
  ['a connection cut in the middle', { message: 'Connection terminated unexpectedly' }],
  [
    'a rollback on a dead connection',
    { message: 'ROLLBACK - Client has encountered a connection error and is not queryable' },
  ],
])('%s passes by itself', (_, error) => {
  expect(isDatabaseAway(Object.assign(new Error(error.message), error))).toBe(true);
});

test.each([
  ['a violated constraint', { code: '23505', message: 'duplicate key value violates unique constraint' }],
  ['a wrong value', { code: '22P02', message: 'invalid input syntax for type uuid' }],
  ['a fault of ours', { message: "Cannot read properties of undefined (reading 'x')" }],
])('%s does not', (_, error) => {
  expect(isDatabaseAway(Object.assign(new Error(error.message), error))).toBe(false);
});
