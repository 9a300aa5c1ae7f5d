import { describe, expect, test } from '@jest/globals';
import rule from './drawn.ts';
import { diagram, end, flows, start } from './support/snippets.ts';
import { accused } from './support/verify.ts';

const body = start() + end() + flows('start end');
const shape = (id: string): string =>
  `<bpmndi:BPMNShape id="${id}-di" bpmnElement="${id}"><dc:Bounds x="0" y="0" width="36" height="36"/></bpmndi:BPMNShape>`;
const plane = (inside: string): string =>
  `<bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="plane" bpmnElement="p">${inside}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`;

describe('drawn', () => {
  test('a diagram with all its shapes passes', async () => {
    const all = `${shape('start')}${shape('end')}<bpmndi:BPMNEdge id="e" bpmnElement="start--end"/>`;
    expect(await accused(rule, diagram(body, plane(all)))).toEqual([]);
  });

  test('a file without drawing gets one finding, one that is half drawn a finding each', async () => {
    expect(await accused(rule, diagram(body))).toEqual(['p']);
    expect(await accused(rule, diagram(body, plane(shape('start'))))).toEqual(['end', 'start--end']);
  });
});
