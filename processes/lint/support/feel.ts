import { parseExpression } from 'feelin';

type Tree = ReturnType<typeof parseExpression>;
type Cursor = ReturnType<Tree['cursor']>;
type SyntaxNode = Cursor['node'];

/** Longer than anything a person can check at a glance; ours are below 200 characters. */
const maxLength = 1000;

/** Functions that take a regular expression, and which of their arguments it is. */
const patternFunctions = new Map([
  ['matches', 1],
  ['replace', 1],
  ['split', 1],
  ['extract', 1],
]);

/**
 * What is wrong with a FEEL expression (without its leading `=`), in Chinese. The broker evaluates without any limit:
 * one expression that counts to a hundred million stops all cases and crashes it again at each restart (engine.md,
 * Poison). So there is no counting at all: loops run over lists that are there, never over ranges, never nested.
 */
export function feelProblems(expression: string): string[] {
  if (expression.length > maxLength) return [`表达式超过 ${maxLength} 个字符；请拆开，或改由动作计算`];
  if (!expression.trim()) return ['表达式是空的'];
  const tree = parseExpression(expression, {}, 'camunda');
  const problems = new Set<string>();
  visit(tree.topNode, 0, (node, loops) => {
    const problem = problemOf(node, loops, expression);
    if (problem) problems.add(problem);
  });
  return [...problems];
}

function visit(node: SyntaxNode, loops: number, see: (node: SyntaxNode, loops: number) => void): void {
  see(node, loops);
  const inside = loops + (isLoop(node) ? 1 : 0);
  for (let child = node.firstChild; child; child = child.nextSibling) visit(child, inside, see);
}

function problemOf(node: SyntaxNode, loops: number, text: string): string | null {
  const source = text.slice(node.from, node.to);
  if (node.type.isError)
    return `表达式写法有误（在“${text.slice(Math.max(0, node.from - 12), node.from + 8)}”附近）`;
  if (isLoop(node)) return loopProblem(node, loops);
  if (node.name === 'FunctionDefinition') return '表达式里不能定义函数；请改由动作计算';
  if (node.name === 'FunctionInvocation') return patternProblem(node, text);
  if (node.name === 'VariableName' && isSpaced(node))
    return `“${source}”不是变量名：中间有空格，是否少了运算符`;
  return null;
}

const isLoop = (node: SyntaxNode): boolean =>
  node.name === 'ForExpression' || node.name === 'QuantifiedExpression';

function loopProblem(node: SyntaxNode, loops: number): string | null {
  const sources = descendants(node, 'InExpression');
  const own = sources.filter((each) => each.parent?.parent?.from === node.from);
  if (loops > 0 || own.length > 1) return '表达式里不能有套着的循环（for/some/every）；请改由动作计算';
  const context = sources[0] && descendants(sources[0], 'IterationContext')[0];
  const range = !context || childNames(context).includes('..') || descendants(context, 'Interval').length > 0;
  return range ? '循环（for/some/every）不能用数字区间，只能用现成的列表；区间过大会让引擎停摆' : null;
}

/** Only fixed patterns without a repetition inside a repetition: others can run for ever on a short text. */
function patternProblem(node: SyntaxNode, text: string): string | null {
  const callee = node.firstChild;
  const name = callee ? text.slice(callee.from, callee.to) : '';
  if (!patternFunctions.has(name)) return null;
  const parameters = descendants(node, 'PositionalParameters')[0];
  const pattern =
    parameters &&
    children(parameters).filter((each) => /\w/.test(each.name))[patternFunctions.get(name) ?? 1];
  if (pattern?.name !== 'StringLiteral') return `函数 ${name} 的样式要写成固定文字`;
  const nested = /\([^)]*[+*}][^)]*\)[+*{]/.test(text.slice(pattern.from, pattern.to));
  return nested ? `函数 ${name} 的样式里有重复套着重复，可能算不完；请简化` : null;
}

/** Names with blanks are the parser's licence; for the broker `a b` is an error. Built-in functions may have them. */
function isSpaced(node: SyntaxNode): boolean {
  return node.parent?.name !== 'FunctionInvocation' && children(node).length > 1;
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}

const childNames = (node: SyntaxNode): string[] => children(node).map((child) => child.name);

function descendants(node: SyntaxNode, name: string): SyntaxNode[] {
  return children(node).flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...descendants(child, name),
  ]);
}
