import { called, eventDefinition, headers, inputs, is, jobType } from './support/elements.ts';
import type { DiagramElement, RuleFactory } from './support/types.ts';

/** How long the broker keeps a message, as `message.publish` reads it: days, hours, minutes, not nothing. */
const duration = /^P(?=\d|T\d)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?)?$/;

/**
 * Messages find their receiver: a thrown one names itself in header `message` and carries its key in
 * input `messageKey` and its time to live in header `ttl`; names are
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
    const ttl = headers(element).get('ttl') ?? '';
    if (!duration.test(ttl) || !/[1-9]/.test(ttl))
      say(`没有写明消息保留多久：任务头 ttl 要填时长，如 P7D、PT1H${ttl && `，不能填“${ttl}”`}`);
  },
});

export default rule;

function namesIn(element: DiagramElement): string[] {
  const caught = eventDefinition(element, 'bpmn:MessageEventDefinition')?.messageRef ?? element.messageRef;
  const thrown = jobType(element) === 'message.publish' ? headers(element).get('message') : undefined;
  return [caught?.name, thrown].filter((name): name is string => typeof name === 'string' && name !== '');
}
