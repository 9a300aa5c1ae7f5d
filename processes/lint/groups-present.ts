import { called, extension, is } from './support/elements.ts';
import type { RuleFactory } from './support/types.ts';

/** One text or one variable: where the broker finds a plain text instead of a list, the task becomes an incident. */
const single = /^=\s*("[^"]*"|[\w.]+)\s*$/;

/** Every user task says which groups may do it, as a list; a task without groups is seen by nobody. */
const rule: RuleFactory = () => ({
  check(element, reporter) {
    if (!is(element, 'bpmn:UserTask')) return;
    const groups = String(extension(element, 'zeebe:AssignmentDefinition')?.candidateGroups ?? '').trim();
    if (!groups || groups === '=' || groups === '=[]' || groups === '=null')
      reporter.report(element.id ?? '', `${called(element)}没有候选组，没有人会收到；请填 candidateGroups`);
    else if (single.test(groups))
      reporter.report(
        element.id ?? '',
        `${called(element)}的候选组要写成列表：=[${groups.slice(1).trim()}]，变量本身可能是列表时写 =flatten([…])`,
      );
  },
});

export default rule;
