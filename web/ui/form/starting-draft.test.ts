import { expect, test } from '@jest/globals';
import type { StoredDraft } from '../types.ts';
import { openingOf } from './starting-draft.ts';
import type { LocalDraft } from './draft.ts';

const AT = '2026-03-02T02:32:00.000Z';
const stored = (text: string, version = 3): StoredDraft => ({
  data: { facts: text },
  savedAt: AT,
  version,
  waiting: 0,
  device: '',
});
const local = (text: string, base: number, sent = false): LocalDraft => ({
  at: AT,
  data: { facts: text, photos: [], agreed: false },
  base,
  sent,
  to: '/x',
});
const OPEN = { officers: ['me'] };

test.each([
  ['nothing kept', null, null, { data: OPEN, restored: null, base: 0, newer: null }],
  [
    'the server only',
    stored('一'),
    null,
    { data: { ...OPEN, facts: '一' }, restored: null, base: 3, newer: null },
  ],
  [
    'the same in both, empty fields aside',
    stored('一'),
    local('一', 1),
    { restored: null, base: 3, newer: null },
  ],
  [
    'this browser went on from the server',
    stored('一'),
    local('一二', 3),
    { restored: AT, base: 3, newer: null },
  ],
  [
    'the server went on from this browser',
    stored('三'),
    local('一', 2, true),
    { restored: null, base: 3, newer: null },
  ],
  [
    'a kept answer older than what this browser saved',
    stored('一', 1),
    local('一二', 2, true),
    { restored: null, base: 2, newer: null },
  ],
])('with %s nothing is asked that need not be', (_, server, here, expected) => {
  expect(openingOf(OPEN, server, here)).toMatchObject(expected);
});

test('two texts of which neither goes on from the other are both offered, and no save overwrites one unasked', () => {
  const opening = openingOf(OPEN, stored('另一页'), local('本页', 2));
  expect(opening).toMatchObject({ data: { facts: '本页' }, newer: { data: { facts: '另一页' } }, base: 2 });
});
