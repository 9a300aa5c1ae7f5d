import { feelProblems } from './support/feel.ts';
import { idOf, is } from './support/elements.ts';
import type { DiagramElement, RuleFactory } from './support/types.ts';

/** Plain text by nature, whatever it begins with. */
const plainTypes = ['zeebe:Header', 'zeebe:Property', 'bpmn:Documentation', 'bpmn:TextAnnotation'];
const plainProperties = new Set([
  'id',
  'name',
  'target',
  'resultVariable',
  'inputElement',
  'outputCollection',
]);

/**
 * Every FEEL expression of the diagram can be read and can't stall the broker (see support/feel.ts). Also names
 * conditions and correlation keys that lack the leading `=` and would be taken as plain text.
 */
const rule: RuleFactory = () => ({
  check(element, reporter) {
    if (plainTypes.includes(element.$type)) return;
    for (const { name, value } of texts(element)) {
      const say = (message: string): void => reporter.report(idOf(element), `${shown(value)}：${message}`);
      if (value.startsWith('=')) for (const problem of feelProblems(value.slice(1))) say(problem);
      else if (mustBeExpression(element, name)) say('这里要填表达式，以 = 开头');
    }
  },
});

export default rule;

function texts(element: DiagramElement): { name: string; value: string }[] {
  const properties: { name: string; isReference?: boolean }[] = element.$descriptor?.properties ?? [];
  return properties
    .filter(({ name, isReference }) => !isReference && !plainProperties.has(localName(name)))
    .map(({ name }) => ({ name: localName(name), value: element[localName(name)] ?? element[name] }))
    .filter((each): each is { name: string; value: string } => typeof each.value === 'string');
}

function mustBeExpression(element: DiagramElement, property: string): boolean {
  if (element.$type === 'zeebe:Subscription') return property === 'correlationKey';
  if (element.$type === 'zeebe:LoopCharacteristics')
    return property === 'inputCollection' || property === 'outputElement';
  return property === 'body' && is(element.$parent, 'bpmn:SequenceFlow');
}

const localName = (name: string): string => name.replace(/^.*:/, '');

function shown(expression: string): string {
  return expression.length > 60 ? `表达式“${expression.slice(0, 60)}…”` : `表达式“${expression}”`;
}
