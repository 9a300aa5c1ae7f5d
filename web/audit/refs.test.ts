import { describe, expect, test } from '@jest/globals';
import { REF_WORD, refHref, refText } from './refs.ts';

describe('a verdict points to what is missing', () => {
  test.each([
    ['clock', '/cases/c1?tab=clocks#clock-x'],
    ['document', '/cases/c1?tab=documents#document-x'],
    ['evidence', '/cases/c1?tab=evidence#evidence-x'],
    ['item', '/cases/c1?tab=overview#item-x'],
    ['trigger', '/cases/c1?tab=overview#trigger-x'],
    ['task', '/tasks/x'],
    ['case', '/cases/x'],
    ['answer', '/cases/c1?tab=timeline'],
  ] as const)('a %s is found at %s', (kind, href) => {
    expect(refHref('c1', { kind, id: 'x', label: '' })).toBe(href);
    expect(REF_WORD[kind]).toMatch(/^[\u4e00-\u9fff]+$/);
  });

  test('and says once what kind of thing it is', () => {
    expect(refText({ kind: 'item', label: '事项1' })).toBe('事项1');
    expect(refText({ kind: 'clock', label: '现场核查' })).toBe('时限：现场核查');
  });
});
