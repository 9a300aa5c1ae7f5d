import { called, eventDefinition, is } from './support/elements.ts';
import type { DiagramElement, RuleFactory } from './support/types.ts';

/**
 * No deadline is a timer: a timer can't be moved once armed, knows no working days and no article. Deadlines are
 * clocks (header `clock`, or `clock.open`; processes.md 0.4). A cadence is no deadline: start timers that repeat, and
 * repeating timers that interrupt nothing, stay allowed.
 */
const rule: RuleFactory = () => ({
  check(element, reporter) {
    if (!is(element, 'bpmn:Event')) return;
    const timer = eventDefinition(element, 'bpmn:TimerEventDefinition');
    if (!timer || isCadence(element, timer)) return;
    reporter.report(
      element.id ?? '',
      `${called(element)}用定时器表示期限；请改用时限：用户任务加任务头 clock，或用 clock.open 起算后等消息 clock.rang`,
    );
  },
});

export default rule;

function isCadence(event: DiagramElement, timer: DiagramElement): boolean {
  if (!timer.timeCycle?.body) return false;
  if (is(event, 'bpmn:BoundaryEvent')) return event.cancelActivity === false;
  if (!is(event, 'bpmn:StartEvent')) return false;
  return is(event.$parent, 'bpmn:Process') || event.isInterrupting === false;
}
