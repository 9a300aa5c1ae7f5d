import { allElements, is, listHeader, processOf } from './support/elements.ts';
import type { RuleFactory } from './support/types.ts';

/**
 * Header `separate-from` (不得由同一人办理) names user tasks or start forms of this diagram, or user tasks of a process
 * it calls: helpers run in the caller's case, so ids resolve across the call. A wrong id would separate nobody.
 */
const rule: RuleFactory = ({ helperTasks }) => ({
  check(element, reporter) {
    if (!is(element, 'bpmn:FlowNode')) return;
    const others = listHeader(element, 'separate-from');
    const process = processOf(element);
    if (!others.length || !process) return;
    const performed = allElements(process).filter((each) => is(each, 'bpmn:UserTask', 'bpmn:StartEvent'));
    const tasks = new Set(performed.map((each) => each.id));
    for (const other of others) {
      if (other === element.id) reporter.report(other, '任务头 separate-from 不能写自己');
      else if (!tasks.has(other) && !helperTasks?.has(other))
        reporter.report(
          element.id ?? '',
          `任务头 separate-from 中的“${other}”不是已知的用户任务；请检查编号`,
        );
    }
  },
});

export default rule;
