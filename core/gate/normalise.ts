import type { DiagramElement } from './types.ts';

/**
 * Sequence flows are written twice in BPMN: in the flow (`sourceRef`, `targetRef`) and in both its ends (`incoming`,
 * `outgoing`). Hand-written files leave out the second, and the broker then refuses or ignores such a flow. The flow
 * itself counts; the ends are rewritten from it, in the order they had.
 */
export function normaliseFlows(container: DiagramElement): void {
  const elements: DiagramElement[] = container.flowElements ?? [];
  const flows = elements.filter((element) => element.$type === 'bpmn:SequenceFlow');
  const incoming = Map.groupBy(flows, (flow) => flow.targetRef as DiagramElement);
  const outgoing = Map.groupBy(flows, (flow) => flow.sourceRef as DiagramElement);
  for (const element of elements) {
    if (!element.$instanceOf?.('bpmn:FlowNode')) continue;
    setFlows(element, 'incoming', incoming.get(element) ?? []);
    setFlows(element, 'outgoing', outgoing.get(element) ?? []);
    normaliseFlows(element);
  }
}

function setFlows(element: DiagramElement, end: 'incoming' | 'outgoing', flows: DiagramElement[]): void {
  const written: DiagramElement[] = element[end] ?? [];
  const ordered = [...written.filter((flow) => flows.includes(flow)), ...flows];
  const distinct = [...new Set(ordered)];
  if (distinct.length || written.length) element[end] = distinct;
}
