import { expect, test } from '@jest/globals';
import { onlyCalls } from './paths.ts';

const CASE = '<bpmn:process id="whole"><bpmn:callActivity id="call"/></bpmn:process>';
const CALLED = '<bpmn:process id="called"><bpmn:userTask id="do"/></bpmn:process>';

const diagram = (bpmn: string, ...active: string[]) => ({
  bpmn,
  visits: active.map((elementId) => ({ elementId, state: 'active', count: 1 })),
  incidents: [],
});

// The player once took such a case for one that only waits, moved the clock by a month, and never stopped.
test('a case waits for what it called only once the called diagram has told its first step', () => {
  const calling = diagram(CASE, 'whole', 'call');

  expect(onlyCalls([calling])).toBe(true);
  expect(onlyCalls([calling, diagram(CALLED, 'called')])).toBe(false);
  expect(onlyCalls([calling, diagram(CALLED, 'called', 'do')])).toBe(false);
});
