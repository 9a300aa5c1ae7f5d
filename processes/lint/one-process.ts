import { is } from './support/elements.ts';
import type { DiagramElement, RuleFactory } from './support/types.ts';

/** One file is one process with its own id, and it is executable: versions, cases and folders go by that id. */
const rule: RuleFactory = () => ({
  check(definitions, reporter) {
    if (!is(definitions, 'bpmn:Definitions')) return;
    const roots: DiagramElement[] = definitions.rootElements ?? [];
    const processes = roots.filter((each) => is(each, 'bpmn:Process'));
    if (!processes.length) reporter.report(definitions.id ?? '', '文件里没有流程');
    for (const extra of processes.slice(1))
      reporter.report(extra.id ?? '', '一个文件只能有一个流程；请另存为单独的文件');
    for (const process of processes) {
      if (process.isExecutable !== true)
        reporter.report(process.id ?? '', '流程没有标为可执行；请设 isExecutable="true"');
    }
  },
});

export default rule;
