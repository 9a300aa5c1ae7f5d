import { called, is } from './support/elements.ts';
import type { RuleFactory } from './support/types.ts';

/**
 * Every step, event, gateway and flow has an id of its own choosing: tasks, clocks and the audit trail go by it. The
 * broker would invent one, and another one at the next deployment.
 */
const rule: RuleFactory = () => ({
  check(element, reporter) {
    if (is(element, 'bpmn:FlowElement', 'bpmn:Process') && !element.id)
      reporter.report(
        element.$parent?.id ?? '',
        `其中的${called(element)}（${element.$type}）没有编号 id；请补上`,
      );
  },
});

export default rule;
