import { describe, expect, test } from '@jest/globals';
import rule from './call-known.ts';
import { call, diagram, inputs } from './support/snippets.ts';
import { accused, reports } from './support/verify.ts';

const closed = 'propagateAllParentVariables="false" propagateAllChildVariables="false"';
const known = { processIds: new Set(['rectify-item']) };
const handsOver = inputs({ caseId: '=caseId', itemId: '=itemId' });

describe('call-known', () => {
  test('a known process called by name only passes', async () => {
    const xml = diagram(call('c', `processId="rectify-item" ${closed}`, handsOver));
    expect(await accused(rule, xml, known)).toEqual([]);
  });

  test('an unknown, missing or computed process is named', async () => {
    const calls = ['processId="rectify-itm"', '', 'processId="=which"'];
    const said = await Promise.all(
      calls.map((each) => reports(rule, diagram(call('c', `${each} ${closed}`, handsOver)), known)),
    );
    expect(said).toEqual([
      [expect.stringContaining('rectify-itm')],
      [expect.stringContaining('没有写明')],
      [expect.stringContaining('表达式')],
    ]);
  });

  test('letting all variables through is named in both directions, also where nothing is said', async () => {
    const said = await reports(rule, diagram(call('c', 'processId="rectify-item"', handsOver)), known);
    expect(said).toEqual([
      expect.stringContaining('propagateAllParentVariables'),
      expect.stringContaining('propagateAllChildVariables'),
    ]);
  });

  test('a call that does not hand over the case, or has an empty mapping, is named', async () => {
    const target = `processId="rectify-item" ${closed}`;
    expect(await reports(rule, diagram(call('c', target, inputs({ itemId: '=itemId' }))), known)).toEqual([
      expect.stringContaining('案件'),
    ]);
    expect(
      await reports(rule, diagram(call('c', target, inputs({ caseId: '=caseId', x: '' }))), known),
    ).toEqual([expect.stringContaining('映射')]);
  });
});
