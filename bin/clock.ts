import { Option, type Command } from 'commander';
import { AppError } from '../core/errors.ts';
import { shippedPack, type ClockUnit, type LegalClock } from '../core/legal-pack.ts';
import { readQuestion, workOut, type WorkedOut } from './clock-answer.ts';
import { answerLines, endWithReader, sentence } from './json-lines.ts';

const UNIT_ZH: Record<ClockUnit, string> = {
  min: '分钟',
  h: '小时',
  d: '日',
  wd: '个工作日',
  month: '个月',
};

const STATUS_ZH = { law: '法律规定', 'local example': '本地设定', 'to confirm': '待确认' } as const;

interface DueOptions {
  from?: string;
  stdin?: boolean;
  json?: boolean;
  paused?: string;
  extended?: string;
}

/** `bihuan clock`: what the shipped legal pack says about time limits, with nothing running. */
export function register(program: Command): void {
  const clock = program.command('clock').description('按法定时限表推算期限');
  clock
    .command('due [key]')
    .description('推算一个期限何时届满')
    .option('--from <time>', '起算：日期、上海时间或带时区的时间')
    .option('--stdin', '从标准输入逐行读 {"key","from"}，逐行输出')
    .option('--json', '输出一行 JSON')
    .addOption(new Option('--paused <days>', '已中止的天数（工作日时限按工作日计）'))
    .addOption(new Option('--extended <days>', '批准延长的天数（工作日时限按工作日计）'))
    .addHelpText('after', '\n示例：\n  bihuan clock due penalty.serve --from 2026-02-11')
    .action(due);
  clock
    .command('list')
    .description('列出全部时限')
    .option('--json', '输出 JSON')
    .action(({ json }: { json?: boolean }) => list(json === true));
}

async function due(key: string | undefined, options: DueOptions, command: Command): Promise<void> {
  if (options.stdin) {
    if (key !== undefined || options.from !== undefined)
      command.error('错误：--stdin 不能与时限名或 --from 同用');
    endWithReader(process.stdout);
    const refused = await answerLines(
      process.stdin,
      process.stdout,
      (line) => workOut(readQuestion(line)).answer,
    );
    if (refused > 0) process.exitCode = 1;
    return;
  }
  if (key === undefined || options.from === undefined)
    command.error('错误：须给出时限名和 --from，或者 --stdin');
  try {
    const worked = workOut(readQuestion(withDays(key, options)));
    console.log(options.json ? JSON.stringify(worked.answer) : forPeople(worked));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (options.json) console.log(JSON.stringify({ error: sentence(error), ...error.extra }));
    else console.error(`错误：${sentence(error)}`);
    process.exitCode = 2;
  }
}

function withDays(key: string, { from, paused, extended }: DueOptions): unknown {
  return {
    key,
    from,
    ...(paused === undefined ? {} : { pausedDays: Number(paused) }),
    ...(extended === undefined ? {} : { extensionDays: Number(extended) }),
  };
}

const length = (row: LegalClock): string =>
  `${row.direction === 'backward' ? '提前' : ''}${row.value}${UNIT_ZH[row.unit]}`;

const shanghai = (at: Date): string =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

function forPeople({ row, from, due: end, warn, answer }: WorkedOut): string {
  const rolled = end.nominalOn !== end.dueOn ? `（名义末日 ${end.nominalOn}，遇休息日顺延）` : '';
  const lines = [
    `${row.nameZh}（${row.key}）`,
    `起算  ${shanghai(from)}  ${row.startsAt}`,
    `期限  ${length(row)}`,
    `${row.direction === 'backward' ? '最迟' : '届满'}  ${end.dueOn === null ? shanghai(end.dueAt) : `${end.dueOn} 24:00`}${rolled}`,
    `提醒  ${shanghai(warn)}`,
    `依据  ${row.article || '局内设定'}（${STATUS_ZH[row.status]}）`,
    `版本  时限依据库第${answer.packVersion}版`,
  ];
  if (end.provisional) lines.push('暂定  涉及的年份放假安排尚未公布，只按周末推算，公布后重算');
  return lines.join('\n');
}

function list(json: boolean): void {
  endWithReader(process.stdout);
  const { clocks, version } = shippedPack();
  if (json) {
    process.stdout.write(`${JSON.stringify({ packVersion: version, clocks: [...clocks.values()] })}\n`);
    return;
  }
  const width = Math.max(...[...clocks.keys()].map((key) => key.length));
  for (const row of clocks.values()) {
    const basis = `${row.article}${row.article ? ' ' : ''}${STATUS_ZH[row.status]}`;
    process.stdout.write(`${row.key.padEnd(width)}  ${length(row).padEnd(7)}  ${row.nameZh}（${basis}）\n`);
  }
}
