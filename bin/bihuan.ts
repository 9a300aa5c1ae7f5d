import { existsSync, readFileSync } from 'node:fs';
import { Command } from 'commander';

/** Every command with the line that `bihuan --help` shows; its file is `bin/<name>.ts`. */
const commands: Record<string, string> = {
  up: '启动整个系统：数据库、流程引擎、页面与工作器',
  migrate: '把数据库升级到本版本的结构',
  deploy: '检查并把流程部署到引擎',
  lint: '检查流程图能否发布',
  layout: '给流程图自动排版',
  render: '把流程图画成 PNG/SVG',
  clock: '按法定时限表推算期限',
  rule: '按法定规则计算',
  form: '检查表单与数据',
  try: '试跑一个工作器，事务随后回滚',
  demo: '用真实案例的事实演示一件案件的全过程',
  key: '查看、更换密钥：会话、举报人信息、12345 令牌、数据库、引擎记录',
  fsck: '核对不变量：案件、任务、留痕、发件箱',
  export: '导出一件案件的案卷',
  verify: '离线核验导出的案卷',
  bench: '测量吞吐与延迟',
};

/** A module of `bin/`: it adds its command, with its options, to the program. */
interface CommandModule {
  register(program: Command): void;
}

const fileOf = (name: string): URL => new URL(`./${name}.ts`, import.meta.url);
const offered = Object.keys(commands).filter((name) => existsSync(fileOf(name)));

const packageFile = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
const { version } = JSON.parse(packageFile) as { version: string };

/** Commander's own messages in the user's language. */
function inChinese(text: string): string {
  const phrases: [RegExp, string][] = [
    [/^error: unknown option '(.*)'/, "错误：没有选项 '$1'"],
    [/^error: unknown command '(.*)'/, "错误：没有命令 '$1'"],
    [/^error: missing required argument '(.*)'/, "错误：缺少参数 '$1'"],
    [/^error: required option '(.*)' not specified/, "错误：必须给出选项 '$1'"],
    [/^error: option '(.*)' argument missing/, "错误：选项 '$1' 缺少值"],
    [/^error: too many arguments.*/, '错误：参数过多'],
    [/^error: option '(.*)' argument '(.*)' is invalid\./, "错误：选项 '$1' 的值 '$2' 无效。"],
    [/\(Did you mean (.*)\?\)/, '（是否想用 $1？）'],
    [/\(Did you mean one of (.*)\?\)/, '（是否想用 $1 之一？）'],
  ];
  return phrases.reduce((line, [pattern, wording]) => line.replace(pattern, wording), text);
}

const program = new Command('bihuan')
  .description('闭环：区县应急管理的闭环办案系统')
  .version(version, '-V, --version', '显示版本')
  .helpOption('-h, --help', '显示帮助')
  .helpCommand('help [command]', '显示某个命令的帮助')
  .configureOutput({ outputError: (text, write) => write(inChinese(text)) })
  .showHelpAfterError('（用 --help 查看用法）')
  // 2 = used wrongly, for every command: 1 is kept for "it ran and the answer is no".
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

const asked = process.argv.slice(2).find((word) => !word.startsWith('-'));
const wanted = asked === 'help' ? process.argv.slice(2).filter((word) => !word.startsWith('-'))[1] : asked;

if (wanted !== undefined && offered.includes(wanted)) {
  // Only the command that was asked for is loaded, so that a small one answers at once.
  const { register } = (await import(fileOf(wanted).href)) as CommandModule;
  register(program);
  for (const name of offered) if (name !== wanted) program.command(name).description(commands[name] ?? '');
} else {
  for (const name of offered) program.command(name).description(commands[name] ?? '');
  if (wanted !== undefined) {
    console.error(`没有命令 '${wanted}'。可用的命令：${offered.join('、')}；用 bihuan --help 查看说明。`);
    process.exit(2);
  }
}

if (process.argv.length <= 2) program.help();

try {
  await program.parseAsync(process.argv);
} catch (error) {
  // A failure nobody foresaw: the fact in one line; the stack only for who asks for it.
  console.error(`错误：${error instanceof Error ? error.message : String(error)}`);
  if (process.env.BIHUAN_DEBUG && error instanceof Error) console.error(error.stack);
  process.exit(2);
}
