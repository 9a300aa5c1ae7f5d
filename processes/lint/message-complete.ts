import { called, eventDefinition, headers, inputs, is, jobType } from './support/elements.ts';
import type { DiagramElement, RuleFactory } from './support/types.ts';

/**
 * Messages find their receiver: a thrown one names itself in header `message` and carries its key in input `messageKey`; names are
 * fixed text and, where the list of messages is given, on it. (That a catching event has a message and a key is
 * checked by the engine's own rules.)
 */
const rule: RuleFactory = ({ messageNames }) => ({
  check(element, reporter) {
    if (!is(element, 'bpmn:FlowNode')) return;
    const say = (message: string): void => reporter.report(element.id ?? '', `${called(element)}${message}`);
    for (const name of namesIn(element)) {
      if (name.startsWith('=')) say(`的消息名不能用表达式“${name}”`);
      else if (messageNames && !messageNames.has(name)) say(`的消息“${name}”不在消息表里；请检查拼写`);
    }
    if (jobType(element) !== 'message.publish') return;
    if (!headers(element).get('message')) say('没有写明发什么消息（任务头 message）');
    if (!inputs(element).get('messageKey')?.startsWith('='))
      say('没有写明消息发给谁：请加输入 messageKey，填表达式');
  },
});

export default rule;

function namesIn(element: DiagramElement): string[] {
  const caught = eventDefinition(element, 'bpmn:MessageEventDefinition')?.messageRef ?? element.messageRef;
  const thrown = jobType(element) === 'message.publish' ? headers(element).get('message') : undefined;
  return [caught?.name, thrown].filter((name): name is string => typeof name === 'string' && name !== '');
}
