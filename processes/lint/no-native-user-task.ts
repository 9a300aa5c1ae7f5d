import { extension, is } from './support/elements.ts';
import type { RuleFactory } from './support/types.ts';

/** User tasks are job-based (architecture.md §6): with `<zeebe:userTask/>` the broker keeps the task to itself. */
const rule: RuleFactory = () => ({
  check(element, reporter) {
    if (is(element, 'bpmn:UserTask') && extension(element, 'zeebe:UserTask'))
      reporter.report(
        element.id ?? '',
        '不能用引擎自带的用户任务；请删除 <zeebe:userTask/>，任务才会进入待办',
      );
  },
});

export default rule;
