import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { silentReporter, streamReporter } from '../runtime/reporter.ts';
import { findStage } from './demo/installation.ts';
import { playStory, type Outcome } from './demo/run.ts';
import type { Play } from './demo/play.ts';
import { PLAYS } from './demo/plays.ts';
import { showSample } from './demo/sample/command.ts';

interface DemoOptions {
  sample?: boolean;
  case?: string;
  spoil?: string;
  json?: boolean;
  url?: string;
  data?: string;
  password?: string;
  out?: string;
}

/** `bihuan demo`: a whole case through the HTTP API, as the people who would do it. */
export function register(program: Command): void {
  program
    .command('demo [process]')
    .description('用真实案例的事实演示一件案件的全过程，或生成一套示范案件')
    .option('--sample', '生成约三十件处于不同环节的示范案件（代替流程名）')
    .option('--case <id>', '公开案例编号；list 列出全部')
    .option('--spoil <predicate>', '故意漏办或办错一处（闭环条件编号，如 C2）；list 列出全部')
    .option('--url <url>', '在这个地址的演示系统上进行（默认：本机运行中的系统，没有则临时启动一套）')
    .option('--password <text>', '演示账号的密码（默认从数据目录读取）')
    .option('--data <dir>', '数据目录（默认 .bihuan，或环境变量 BIHUAN_DATA）')
    .option('--out <file>', '案卷存放的文件（默认在临时目录）')
    .option('--json', '最后一行输出 JSON')
    .addHelpText(
      'after',
      '\n演示会把系统的演示时钟向前拨到回访日；--sample 只拨一次，约一周。\n退出码：0 按预期结束；1 没有按预期结束；2 无法进行',
    )
    .action(demo);
}

async function demo(process_: string | undefined, options: DemoOptions, command: Command): Promise<void> {
  if (options.sample) return sample(options);
  const play = PLAYS.find(({ process }) => process === process_);
  if (play === undefined)
    return command.error(
      `错误：${process_ === undefined ? '请写明演示哪个流程' : `没有流程 '${process_}' 的演示`}，可用的是 ${PLAYS.map(({ process }) => process).join('、')}`,
    );
  if (options.case === 'list') return list(play.stories.map(({ id, title }) => [id, title]));
  if (options.spoil === 'list') return list(spoilList(play));
  const spoil = play.spoils.find(({ id }) => id === options.spoil);
  if (options.spoil !== undefined && spoil === undefined)
    command.error(`错误：没有闭环条件 '${options.spoil}' 的演示（--spoil list 列出全部）`);
  const wanted = options.case ?? spoil?.story;
  const story = play.stories.find(({ id }) => wanted === undefined || id === wanted);
  if (story === undefined) command.error(`错误：没有案例 '${wanted}'（--case list 列出全部）`);
  const say = options.json ? (line: string) => console.error(line) : (line: string) => console.log(line);
  const stage = await findStage(options, options.json ? silentReporter : streamReporter(process.stdout));
  try {
    const outcome = await playStory(stage, play, story!, spoil, {
      say,
      save: (name, bytes) => save(options.out, name, bytes),
    });
    if (options.json) console.log(JSON.stringify(lastLine(outcome)));
    process.exitCode = outcome.asExpected ? 0 : 1;
  } finally {
    await stage.close();
  }
}

async function sample(options: DemoOptions): Promise<void> {
  const stage = await findStage(
    options,
    options.json ? silentReporter : streamReporter(process.stdout),
    'demo',
  );
  try {
    const seen = await showSample(stage, options.json ? console.error : console.log);
    if (options.json) console.log(JSON.stringify(seen));
    process.exitCode = seen.state === 'done' && seen.failed.length === 0 ? 0 : 1;
  } finally {
    await stage.close();
  }
}

/** Exactly what the contract of the command says. */
function lastLine({ caseId, caseNo, verdict, redLines, refused, file, verified }: Outcome): object {
  return { caseId, caseNo, verdict, redLines, refused, export: file, verified };
}

function save(out: string | undefined, name: string, bytes: Uint8Array): string {
  const file = out ?? path.join(os.tmpdir(), `bihuan-demo-${os.userInfo().uid}`, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

const spoilList = ({ spoils, notApplicable }: Play): string[][] => [
  ...spoils.map(({ id, what, ends }) => [id, `${ends === 'red' ? '核验为红' : '办不下去'}  ${what}`]),
  ...Object.entries(notApplicable).map(([id, why]) => [id, `不适用    ${why}`]),
];

function list(rows: string[][]): void {
  for (const [id, text] of rows) console.log(`${id!.padEnd(9)} ${text}`);
}
