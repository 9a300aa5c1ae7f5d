import { evaluate, parseExpression, unaryTest } from 'feelin';

/**
 * Safe FEEL for forms. Only expressions whose cost is bounded by (length of the expression × size of the data)
 * are let in: no iteration, quantifier, filter, range, function definition, exponent or pattern match, and only
 * the functions below. They can therefore run inside the web process without time limit (decision 0004).
 */

/** Nodes of lezer-feel's grammar that an expression may consist of. */
// prettier-ignore
const allowedNodes = new Set([
  'Expression', 'ParenthesizedExpression', '(', ')', ',', 'List', '[', ']', '.',
  'Comparison', 'CompareOp', 'Conjunction', 'Disjunction', 'and', 'or', 'in', 'between',
  'PositiveUnaryTests', 'PositiveUnaryTest',
  'IfExpression', 'if', 'then', 'else', 'ArithmeticExpression', 'ArithOp',
  'VariableName', 'Identifier', 'PathExpression', 'PathName',
  'NumericLiteral', 'StringLiteral', 'BooleanLiteral', 'null',
  'FunctionInvocation', 'PositionalParameters',
]);

/** Built-in functions that are pure, linear and say nothing about the machine. */
// prettier-ignore
const allowedFunctions = new Set([
  'not', 'count', 'list contains', 'string length', 'contains', 'starts with', 'ends with',
  'sum', 'min', 'max', 'abs', 'floor', 'ceiling', 'all', 'any', 'is defined', 'append',
]);

const refusedZh: Record<string, string> = {
  ForExpression: '不能使用 for 循环',
  QuantifiedExpression: '不能使用 some/every 量词',
  FunctionDefinition: '不能定义函数',
  Interval: '不能使用区间 [a..b]',
  SimplePositiveUnaryTest: '不能使用区间或单边比较，请写成两个比较',
  FilterExpression: '不能使用列表筛选 [条件] 或下标',
  Context: '不能使用 {…} 上下文',
  DateTimeLiteral: '不能使用日期时间字面量，请用 now、today 或字段值',
  InstanceOfExpression: '不能使用 instance of',
  BlockComment: '不能写注释',
  LineComment: '不能写注释',
};

const MAX_LENGTH = 8000;
const MAX_NODES = 2000;
const MAX_DEPTH = 60;

/** A variable of an expression with where it stands; `path` = the members asked of it, e.g. `this` → [`result`]. */
export interface FeelReference {
  name: string;
  path: string[];
  from: number;
  to: number;
}

export type FeelAnalysis =
  | {
      ok: true;
      references: FeelReference[];
      /** A plain `not(…)` stands at the top. */
      negation: boolean;
      /** It is a comparison or a combination of such, so it is true, false or null, never text or a number. */
      condition: boolean;
    }
  | { ok: false; reasons: string[] };

interface Node {
  name: string;
  from: number;
  to: number;
  type: { isError: boolean };
  parent: Node | null;
  nextSibling: Node | null;
  firstChild: Node | null;
}

/**
 * Read an expression without running it. In: FEEL text without the leading `=`. Out: the variables it names and
 * what kind of expression it is; or Chinese reasons why it may not be used in a form.
 */
export function analyseFeel(expression: string): FeelAnalysis {
  if (expression.trim() === '') return { ok: false, reasons: ['表达式为空'] };
  if (expression.length > MAX_LENGTH) return { ok: false, reasons: [`表达式超过 ${MAX_LENGTH} 字`] };
  const reasons = new Set<string>();
  const references: FeelReference[] = [];
  let nodes = 0;
  let depth = 0;
  const tree = parseExpression(expression, {}, undefined);
  tree.iterate({
    enter(cursor) {
      const node = cursor.node as Node;
      const text = expression.slice(node.from, node.to);
      const reason = refusal(node, text, ++nodes > MAX_NODES || depth >= MAX_DEPTH);
      if (reason !== null) {
        reasons.add(reason);
        return false; // what stands inside a refused part is of no interest
      }
      depth++;
      if (node.name === 'VariableName' && !isCallee(node)) {
        references.push({ name: text, path: pathAfter(node, expression), from: node.from, to: node.to });
      }
      return true;
    },
    leave() {
      depth--;
    },
  });
  if (reasons.size > 0) return { ok: false, reasons: [...reasons] };
  const top = (tree.topNode as Node).firstChild;
  const negation = top !== null && calleeOf(top, expression) === 'not';
  return { ok: true, references, negation, condition: isCondition(top, expression) };
}

const booleanFunctions = new Set([
  'list contains',
  'contains',
  'starts with',
  'ends with',
  'all',
  'any',
  'is defined',
]);

function isCondition(node: Node | null, expression: string): boolean {
  if (node === null) return false;
  const name = node.name;
  if (name === 'ParenthesizedExpression') return isCondition(inner(node, 1), expression);
  if (name !== 'FunctionInvocation')
    return ['Comparison', 'Conjunction', 'Disjunction', 'BooleanLiteral'].includes(name);
  const callee = calleeOf(node, expression);
  if (callee !== 'not') return booleanFunctions.has(callee);
  return isCondition(inner(inner(node, 2), 0), expression);
}

function inner(node: Node | null, index: number): Node | null {
  let child = node?.firstChild ?? null;
  for (let i = 0; i < index; i++) child = child?.nextSibling ?? null;
  return child;
}

/** Why a node may not stand in a form's expression, in Chinese; null = it may. */
function refusal(node: Node, text: string, tooComplex: boolean): string | null {
  if (tooComplex) return '表达式过于复杂';
  if (node.type.isError) return '表达式写法有误，无法解析';
  if (!allowedNodes.has(node.name)) return refusedZh[node.name] ?? `不能使用“${text.slice(0, 20)}”`;
  if (node.name === 'ArithOp' && text === '**') return '不能使用乘方 **';
  if (node.name === 'FunctionInvocation') {
    const callee = node.firstChild;
    const name = callee?.name === 'VariableName' ? text.slice(0, callee.to - callee.from) : text;
    return allowedFunctions.has(name) ? null : `不能使用函数“${name.slice(0, 30)}”`;
  }
  const spaced = node.name === 'VariableName' && !isCallee(node) && /\s/.test(text);
  return spaced ? `变量名“${text.slice(0, 30)}”不能含空格` : null;
}

/** Name of the function that a node calls; '' when it is no call. */
function calleeOf(node: Node, expression: string): string {
  const callee = node.name === 'FunctionInvocation' ? node.firstChild : null;
  return callee?.name === 'VariableName' ? expression.slice(callee.from, callee.to) : '';
}

function isCallee(node: Node): boolean {
  const parent = node.parent;
  return parent?.name === 'FunctionInvocation' && parent.from === node.from;
}

function pathAfter(node: Node, expression: string): string[] {
  const path: string[] = [];
  for (let at = node.parent; at?.name === 'PathExpression' && at.from === node.from; at = at.parent) {
    const member = expression.slice(at.from, at.to).split('.').at(-1);
    if (member !== undefined) path.push(member.trim());
  }
  return path;
}

const MEMO_SIZE = 2000;
const MEMO_KEY_LENGTH = 400;
const memo = new Map<string, unknown>();

/** Same expression, same values, same answer: forms ask the same few questions all day, parsing is what costs. */
function remembered(kind: 'e' | 'u', expression: string, context: Record<string, unknown>): unknown {
  const key = `${kind}${expression}\u0000${JSON.stringify(context)}`;
  if (key.length > expression.length + MEMO_KEY_LENGTH) return run(kind, expression, context);
  if (memo.has(key)) return memo.get(key);
  const value = run(kind, expression, context);
  if (memo.size >= MEMO_SIZE) memo.clear();
  memo.set(key, value);
  return value;
}

function run(kind: 'e' | 'u', expression: string, context: Record<string, unknown>): unknown {
  try {
    return (kind === 'e' ? evaluate(expression, context) : unaryTest(expression, context)).value;
  } catch {
    return null; // as form-js does: an expression that fails answers null
  }
}

/** Value of an expression (no leading `=`) over a context of JSON values; null when it can't be told. */
export function evaluateFeel(expression: string, context: Record<string, unknown>): unknown {
  return remembered('e', expression, context);
}

/**
 * Truth of a condition the way form-js reads `conditional.hide`: as a FEEL unary test with no input. Mind that
 * there an expression with the value null is TRUE (null equals the missing input).
 */
export function feelTest(expression: string, context: Record<string, unknown>): boolean {
  return remembered('u', expression, context) === true;
}
