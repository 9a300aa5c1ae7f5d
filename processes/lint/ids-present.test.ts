import { describe, expect, test } from '@jest/globals';
import rule from './ids-present.ts';
import { diagram, start } from './support/snippets.ts';
import { accused, reports } from './support/verify.ts';

describe('ids-present', () => {
  test('a step without id is named at what it stands in', async () => {
    expect(await accused(rule, diagram(start()))).toEqual([]);
    expect(await reports(rule, diagram('<bpmn:task name="办理"/>'))).toEqual([
      expect.stringMatching(/^p: .*“办理”/),
    ]);
  });
});
