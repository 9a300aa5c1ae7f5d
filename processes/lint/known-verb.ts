import { extension, is } from './support/elements.ts';
import type { RuleFactory } from './support/types.ts';

/** Job type of user tasks, served by the task intake of the product itself. */
const userTask = 'io.camunda.zeebe:userTask';

/** Every job type has a worker: `workers/<noun>/<verb>.ts` serves `<noun>.<verb>`. Without one the step never ends. */
const rule: RuleFactory = ({ jobTypes }) => ({
  check(element, reporter) {
    if (!is(element, 'bpmn:FlowNode')) return;
    const type: unknown = extension(element, 'zeebe:TaskDefinition')?.type;
    if (typeof type !== 'string' || type === '' || type === userTask) return;
    const id = element.id ?? '';
    if (type.startsWith('='))
      reporter.report(id, `动作名不能用表达式“${type}”；请写固定的名称，如 clock.open`);
    else if (!jobTypes.has(type))
      reporter.report(id, `没有动作“${type}”（${fileOf(type)} 不存在）；请检查拼写或先实现`);
  },
});

export default rule;

function fileOf(type: string): string {
  const [noun = '', ...verb] = type.split('.');
  return `workers/${noun}/${verb.join('.')}.ts`;
}
