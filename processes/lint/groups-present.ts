import { called, extension, is } from './support/elements.ts';
import type { RuleFactory } from './support/types.ts';

/** Every user task says which groups may do it; a task without groups is seen by nobody. */
const rule: RuleFactory = () => ({
  check(element, reporter) {
    if (!is(element, 'bpmn:UserTask')) return;
    const groups = String(extension(element, 'zeebe:AssignmentDefinition')?.candidateGroups ?? '').trim();
    if (!groups || groups === '=' || groups === '=[]' || groups === '=null')
      reporter.report(element.id ?? '', `${called(element)}没有候选组，没有人会收到；请填 candidateGroups`);
  },
});

export default rule;
