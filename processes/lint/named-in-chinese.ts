import { is } from './support/elements.ts';
import type { DiagramElement, RuleFactory } from './support/types.ts';

const chinese = /\p{Script=Han}/u;

/**
 * Everything a person sees has a Chinese name: steps, events, decisions and their branches. Free are gateways that
 * only split or bring together, and flows that are not a choice.
 */
const rule: RuleFactory = () => ({
  check(element, reporter) {
    const what = whatNeedsName(element);
    if (!what || chinese.test(element.name ?? '')) return;
    const given = element.name ? `“${element.name}”不是中文名` : '没有名称';
    reporter.report(element.id ?? '', `${what}${given}；请取一个中文名，办理人看到的就是它`);
  },
});

export default rule;

function whatNeedsName(element: DiagramElement): string | null {
  if (is(element, 'bpmn:Process')) return '流程';
  if (is(element, 'bpmn:SequenceFlow')) return isBranch(element) ? '分支' : null;
  if (is(element, 'bpmn:ParallelGateway')) return null;
  if (is(element, 'bpmn:Gateway')) return (element.outgoing ?? []).length > 1 ? '网关' : null;
  if (is(element, 'bpmn:Event')) return '事件';
  if (is(element, 'bpmn:SubProcess')) return '子流程';
  return is(element, 'bpmn:FlowNode') ? '任务' : null;
}

function isBranch(flow: DiagramElement): boolean {
  const source: DiagramElement | undefined = flow.sourceRef;
  return is(source, 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway') && (source?.outgoing ?? []).length > 1;
}
