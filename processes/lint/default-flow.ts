import { called, is } from './support/elements.ts';
import type { DiagramElement, RuleFactory } from './support/types.ts';

/**
 * At a gateway that chooses, every branch but the default has a condition, and the default has none; elsewhere there
 * are no conditions. A gateway without default is allowed on purpose: an unforeseen value must raise an incident
 * rather than choose a road silently (processes.md 0.4a).
 */
const rule: RuleFactory = () => ({
  check(element, reporter) {
    if (!is(element, 'bpmn:FlowNode')) return;
    const outgoing: DiagramElement[] = element.outgoing ?? [];
    const chooses = is(element, 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway') && outgoing.length > 1;
    for (const flow of outgoing) {
      const hasCondition = Boolean(flow.conditionExpression?.body?.trim());
      const target = flow.targetRef ? `到${called(flow.targetRef)}` : '';
      const say = (message: string): void => reporter.report(flow.id ?? '', message);
      if (!chooses && flow.conditionExpression)
        say(`从${called(element)}${target}的连线不能有条件：这里没有选择`);
      else if (chooses && element.default === flow && hasCondition) say(`默认分支（${target}）不能有条件`);
      else if (chooses && element.default !== flow && !hasCondition)
        say(`从${called(element)}${target}的分支没有条件；请写条件，或设为默认分支`);
    }
    if (element.default && !outgoing.includes(element.default))
      reporter.report(element.id ?? '', `${called(element)}的默认分支不是从它出发的连线`);
  },
});

export default rule;
