import type { Command } from 'commander';
import { AppError } from '../core/errors.ts';
import { evaluateRule, rules, unknownRule } from '../core/rules/index.ts';
import type { Rule } from '../core/rules/rule.ts';
import { answerLines, endWithReader, parseJson, sentence } from './json-lines.ts';

interface RuleOptions {
  stdin?: boolean;
  list?: boolean;
  json?: boolean;
}

/** `bihuan rule`: a legal rule as a pure function of the shipped pack, with nothing running. */
export function register(program: Command): void {
  program
    .command('rule [name] [input]')
    .description('按法定规则计算')
    .option('--stdin', '从标准输入逐行读输入；不给规则名时每行写 {"rule","input"}')
    .option('--list', '列出全部规则和输入字段')
    .option('--json', '输出一行 JSON')
    .addHelpText('after', `\n示例：\n  bihuan rule accident.grade '{"deaths":3}'`)
    .action(rule);
}

async function rule(
  name: string | undefined,
  input: string | undefined,
  options: RuleOptions,
  command: Command,
): Promise<void> {
  if (options.list) return list(options.json === true);
  if (name !== undefined && !rules.has(name)) return refuse(unknownRule(name), options, 2);
  if (options.stdin) return lines(name);
  const asked = name === undefined ? undefined : rules.get(name);
  if (!asked) command.error('错误：须给出规则名和输入，或者 --stdin、--list');
  if (input === undefined) command.error(`错误：须给出输入（JSON）。${described(asked)}`);
  try {
    const answer = evaluateRule(asked.name, parseJson(input));
    console.log(JSON.stringify(answer, null, options.json ? undefined : 2));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    refuse(error, options, 1);
  }
}

async function lines(name: string | undefined): Promise<void> {
  endWithReader(process.stdout);
  const refused = await answerLines(process.stdin, process.stdout, (value) => {
    if (name !== undefined) return evaluateRule(name, value);
    const line = (typeof value === 'object' ? value : null) as { rule?: unknown; input?: unknown } | null;
    if (typeof line?.rule !== 'string') throw new AppError('bad-request', 400, '每行应当写 {"rule","input"}');
    return evaluateRule(line.rule, line.input);
  });
  if (refused > 0) process.exitCode = 1;
}

function refuse(error: AppError, { json }: RuleOptions, code: 1 | 2): void {
  if (json) console.log(JSON.stringify({ error: error.title, errors: error.errors ?? [], ...error.extra }));
  else console.error(`错误：${sentence(error)}`);
  process.exitCode = code;
}

type Properties = Record<string, { title?: string }>;

function described(asked: Rule): string {
  const properties = (asked.input as { properties?: Properties }).properties ?? {};
  const required = new Set((asked.input as { required?: string[] }).required ?? []);
  return Object.entries(properties)
    .map(([key, { title }]) => `${key}${required.has(key) ? '*' : ''} ${title ?? ''}`)
    .join('；');
}

function list(json: boolean): void {
  endWithReader(process.stdout);
  if (json) {
    const shown = [...rules.values()].map(({ name, titleZh, keys, input }) => ({
      name,
      titleZh,
      keys,
      input,
    }));
    process.stdout.write(`${JSON.stringify(shown)}\n`);
    return;
  }
  for (const asked of rules.values()) {
    process.stdout.write(`${asked.name}  ${asked.titleZh}\n    ${described(asked)}\n`);
  }
}
