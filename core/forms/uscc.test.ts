import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readCsv } from '../csv.ts';
import { isUscc } from './uscc.ts';

const firms = readCsv(readFileSync(new URL('../../migrations/data/firms.csv', import.meta.url), 'utf8'));

test('the codes of all demo firms and of two well-known real ones are accepted', () => {
  expect(firms.length).toBeGreaterThan(20);
  expect(firms.filter((firm) => !isUscc(firm.uscc ?? ''))).toEqual([]);
  expect(isUscc('91110000802100433B')).toBe(true);
  expect(isUscc('9144030071526726XG')).toBe(true);
});

test('changing any one character of a right code makes it wrong', () => {
  const code = '91310110DEM010378U';
  for (let i = 0; i < code.length; i++) {
    for (const char of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
      if (char !== code[i]) expect(isUscc(code.slice(0, i) + char + code.slice(i + 1))).toBe(false);
    }
  }
});

test.each([
  '',
  '91310110DEM010378',
  '91310110dem010378u',
  '91310110DEM010378U0',
  '９1310110DEM010378U',
  '91310110DEM0I0378U',
])('%j is no code', (code) => expect(isUscc(code)).toBe(false));
