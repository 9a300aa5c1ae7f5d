import { headers, inputs, is, jobType, listHeader } from './support/elements.ts';
import type { DiagramElement, RuleFactory } from './support/types.ts';

/** Headers that name a variable, not a value. */
const variableHeaders = ['clock-date', 'clock-from', 'from', 'at', 'result'];
const variableName = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/**
 * Every clock a diagram starts is a row of the legal pack, so that each deadline has its article (processes.md 0.4).
 * Checks headers `clock` and `clock-options`, and that `clock.open` says which clock and where its id goes.
 */
const rule: RuleFactory = ({ clockKeys }) => ({
  check(element, reporter) {
    if (!is(element, 'bpmn:FlowNode')) return;
    const id = element.id ?? '';
    const own = headers(element);
    const keys = [
      ...(own.has('clock') ? [own.get('clock') ?? ''] : []),
      ...listHeader(element, 'clock-options'),
    ];
    for (const key of keys) {
      if (!clockKeys.has(key))
        reporter.report(id, `时限“${key}”不在法规时限表里；请检查拼写，或先在时限表登记`);
    }
    if (jobType(element) === 'clock.open')
      checkOpening(element, own, (message) => reporter.report(id, message));
    if (own.has('clock') || jobType(element) === 'clock.open') {
      for (const header of variableHeaders) {
        const value = own.get(header);
        if (value !== undefined && !variableName.test(value))
          reporter.report(id, `任务头 ${header} 要填变量名，“${value}”不是`);
      }
    }
    if (own.get('result')?.includes('.')) reporter.report(id, '任务头 result 要填一个变量名，不能有点');
    const restart = own.get('clock-restart');
    if (restart !== undefined && restart !== 'yes' && restart !== 'no')
      reporter.report(id, `任务头 clock-restart 只能填 yes 或 no，不能填“${restart}”`);
  },
});

export default rule;

function checkOpening(
  element: DiagramElement,
  own: Map<string, string>,
  say: (message: string) => void,
): void {
  const chosen = own.has('clock-options');
  if (!own.has('clock') && !chosen)
    say('起算时限要写明哪个时限：任务头 clock，或输入 clockKey 加任务头 clock-options（列出全部可能）');
  if (own.has('clock') && chosen) say('任务头 clock 与 clock-options 只能有一个');
  if (inputs(element).has('clockKey') && !chosen)
    say('时限由变量 clockKey 决定时，要用任务头 clock-options 列出全部可能');
  if (!own.get('result')) say('起算时限要用任务头 result 写明时限编号存入哪个变量');
  if (own.has('ring-message') !== own.has('ring-key')) say('任务头 ring-message 与 ring-key 要同时有');
}
