import { called, extension, inputs, is, outputs } from './support/elements.ts';
import type { RuleFactory } from './support/types.ts';

/**
 * A call names a process that exists and hands over variables by name only: otherwise the caller's `caseId` and
 * `scopeId` leak into the called process, and its ring keys no longer match (processes.md 0.5).
 */
const rule: RuleFactory = ({ processIds }) => ({
  check(element, reporter) {
    if (!is(element, 'bpmn:CallActivity')) return;
    const say = (message: string): void => reporter.report(element.id ?? '', `${called(element)}${message}`);
    const call = extension(element, 'zeebe:CalledElement');
    const process = String(call?.processId ?? '');
    if (!process) say('没有写明调用哪个流程（processId）');
    else if (process.startsWith('=')) say(`调用的流程不能用表达式“${process}”；请写固定的流程编号`);
    else if (!processIds.has(process)) say(`调用的流程“${process}”不存在；请检查编号，或先发布该流程`);
    if (call?.propagateAllParentVariables !== false)
      say('要设 propagateAllParentVariables="false"，只按名传入变量');
    if (call?.propagateAllChildVariables !== false)
      say('要设 propagateAllChildVariables="false"，只按名取回变量');
    const given = inputs(element);
    if (!given.has('caseId') && !given.has('parentCaseId'))
      say('没有传入案件：被调用的辅助流程要 caseId，有自己案件的流程要 parentCaseId');
    for (const [target, source] of [...given, ...outputs(element)]) {
      if (!target.trim() || !source.trim())
        say(`有一条变量映射不完整（${source || '空'} → ${target || '空'}）`);
    }
  },
});

export default rule;
