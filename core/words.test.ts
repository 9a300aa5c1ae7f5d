import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import * as words from './words.ts';

const ROOT = new URL('../', import.meta.url);
const schema = readFileSync(new URL('migrations/schema.sql', ROOT), 'utf8');

const STORED: [constraint: string, words: Record<string, string>][] = [
  ['cases_status_check', words.CASE_STATUS],
  ['item_state_check', words.ITEM_STATE],
  ['task_state_check', words.TASK_STATE],
  ['document_state_check', words.DOCUMENT_STATE],
  ['clock_state_check', words.CLOCK_STATE],
];

test.each(STORED)('every code that %s allows has a Chinese word', (constraint, known) => {
  const check = new RegExp(`constraint ${constraint} CHECK (.*)`).exec(schema)![1]!;
  const codes = [...check.matchAll(/'([^']+)'::text/g)].map((match) => match[1]!);
  expect(codes.length).toBeGreaterThan(1);
  expect(Object.keys(known).sort()).toEqual(codes.sort());
  for (const word of Object.values(known)) expect(word).toMatch(/^[\p{Script=Han}，]+$/u);
});

test('every outcome that a shipped diagram gives has a Chinese word', () => {
  const diagrams = readdirSync(new URL('processes/', ROOT), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.bpmn'))
    .map((file) => readFileSync(new URL(`processes/${file}`, ROOT), 'utf8'));
  const given = diagrams.flatMap((text) => [
    ...[...text.matchAll(/source="=&#34;([\w-]+)&#34;" target="(?:outcome|itemResult)"/g)].map((m) => m[1]!),
    ...[...text.matchAll(/key="as" value="([\w-]+)"/g)].map((m) => m[1]!),
  ]);
  expect(given).toContain('struck-off');
  expect(given.filter((code) => !(code in words.OUTCOME))).toEqual([]);
});

test('a code without a word is shown as it is, and nothing as nothing', () => {
  expect([
    words.wordOf(words.LEVEL, 'major'),
    words.wordOf(words.LEVEL, '较大'),
    words.wordOf(words.LEVEL, null),
  ]).toEqual(['重大', '较大', null]);
});
