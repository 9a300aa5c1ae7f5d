import { called, is, flowElements, jobType, nextOf, ownsCase } from './support/elements.ts';
import type { RuleFactory } from './support/types.ts';

/**
 * A process that owns a case begins with `case.open` on every way in: it gives the 案号 and is the fence against
 * double starts (architecture.md §4). What runs before it would run twice.
 */
const rule: RuleFactory = () => ({
  check(process, reporter) {
    if (!is(process, 'bpmn:Process') || !ownsCase(process)) return;
    const elements = flowElements(process);
    if (!elements.some((element) => jobType(element) === 'case.open'))
      reporter.report(
        process.id ?? '',
        '本流程有自己的案件，却没有“建案”（case.open）；请在开始事件之后加上',
      );
    for (const start of elements.filter((element) => is(element, 'bpmn:StartEvent'))) {
      const next = nextOf(start);
      if (next.length === 1 && jobType(next[0]) === 'case.open') continue;
      reporter.report(start.id ?? '', `${called(start)}之后的第一步必须是“建案”（case.open）`);
    }
  },
});

export default rule;
