import {
  called,
  eventDefinition,
  extension,
  headers,
  inputs,
  is,
  ownsCase,
  processOf,
  squeeze,
} from './support/elements.ts';
import type { DiagramElement, RuleFactory } from './support/types.ts';

/**
 * A boundary event that waits for `clock.expired` listens for exactly the ring key of its own task,
 * `(scopeId ?? caseId) + ":" + elementId` (processes.md 0.4). With any other key the bell rings unheard.
 */
const rule: RuleFactory = () => ({
  check(element, reporter) {
    if (!is(element, 'bpmn:BoundaryEvent')) return;
    const message = eventDefinition(element, 'bpmn:MessageEventDefinition')?.messageRef;
    if (message?.name !== 'clock.expired') return;
    const id = element.id ?? '';
    const host: DiagramElement | undefined = element.attachedToRef;
    if (!host || !is(host, 'bpmn:UserTask')) {
      reporter.report(id, '“时限到期”的边界事件要附在用户任务上：只有用户任务有自己的时限');
      return;
    }
    if (!headers(host).get('clock')) reporter.report(id, `${called(host)}没有任务头 clock，时限永远不会到期`);
    const given = squeeze(String(extension(message, 'zeebe:Subscription')?.correlationKey ?? ''));
    const allowed = scopesOf(host).map((scope) => `=${scope}+":${host.id}"`);
    if (!allowed.includes(given))
      reporter.report(id, `关联键应为 ${allowed.join(' 或 ')}，现在是 ${given || '空'}；否则收不到到期通知`);
  },
});

export default rule;

/**
 * `scopeId` where a subprocess around the task sets one; `caseId` in the rest of a process that owns a case. Helpers
 * get both from their caller and say which one they mean.
 */
function scopesOf(task: DiagramElement): string[] {
  for (let at = task.$parent; at && !is(at, 'bpmn:Process'); at = at.$parent) {
    if (inputs(at).has('scopeId')) return ['scopeId'];
  }
  const process = processOf(task);
  return process && ownsCase(process) ? ['caseId'] : ['scopeId', 'caseId'];
}
