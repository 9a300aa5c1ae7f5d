import { extension, flowElements, is, nextOf } from './support/elements.ts';
import type { DiagramElement, RuleFactory } from './support/types.ts';

/**
 * No loop without a step that waits for a person, a worker or a message: the broker would turn round in it at full
 * speed. It refuses such loops itself, except those of gateways alone.
 */
const rule: RuleFactory = () => ({
  check(container, reporter) {
    if (!is(container, 'bpmn:Process', 'bpmn:SubProcess')) return;
    const busy = new Set(flowElements(container).filter(isBusy));
    const named = new Set<DiagramElement>();
    for (const element of busy) {
      const ahead = reachable(element, busy);
      if (named.has(element) || !ahead.has(element)) continue;
      for (const each of ahead) if (reachable(each, busy).has(element)) named.add(each);
      reporter.report(element.id ?? '', '这个循环里没有任何要等待的步骤，引擎会空转；请加入用户任务或动作');
    }
  },
});

export default rule;

/** Is the element passed without waiting for anything outside of the broker? */
function isBusy(element: DiagramElement): boolean {
  if (is(element, 'bpmn:EventBasedGateway')) return false;
  if (is(element, 'bpmn:Gateway', 'bpmn:ManualTask') || element.$type === 'bpmn:Task') return true;
  if (is(element, 'bpmn:IntermediateThrowEvent')) return !extension(element, 'zeebe:TaskDefinition');
  if (is(element, 'bpmn:SubProcess')) {
    const inside = flowElements(element).filter((each) => is(each, 'bpmn:FlowNode'));
    return inside.every((each) => isBusy(each) || is(each, 'bpmn:StartEvent', 'bpmn:EndEvent'));
  }
  return Boolean(extension(element, 'zeebe:Script') ?? extension(element, 'zeebe:CalledDecision'));
}

function reachable(start: DiagramElement, within: ReadonlySet<DiagramElement>): Set<DiagramElement> {
  const found = new Set<DiagramElement>();
  const open = [start];
  for (let at = open.pop(); at; at = open.pop()) {
    for (const next of nextOf(at)) {
      if (!within.has(next) || found.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  }
  return found;
}
