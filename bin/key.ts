import { Argument, type Command } from 'commander';
import { KINDS, type Kind } from '../core/keys.ts';
import { countRows, drop, findKeys, rotate, type KeyChange } from './key-acts.ts';
import { giveUp } from './running.ts';

interface KeyOptions {
  data?: string;
  json?: boolean;
}

const NAMES: Record<Kind, string> = {
  session: '登录会话签名',
  vault: '举报人信息加密',
  hotline: '12345 接口令牌',
  database: '数据库用户口令',
  listener: '引擎记录接收口令',
};

/** `bihuan key`: what an installation keeps secret, each replaceable alone. */
export function register(program: Command): void {
  const key = program
    .command('key')
    .description('查看、更换密钥：会话、举报人信息、12345 令牌、数据库、引擎记录')
    .addHelpText(
      'after',
      `\n密钥种类：${KINDS.map((kind) => `${kind} ${NAMES[kind]}`).join('；')}
内置运行时密钥在数据目录的 keys.json；设有 DATABASE_URL 时在 BIHUAN_KEY_SESSION 等环境变量（值为 编号:密钥，多个用逗号分隔，使用中的在前）。
退出码：0 完成；1 有举报人信息打不开；2 没有办成`,
    );
  const command = (name: string, text: string) =>
    key
      .command(name)
      .description(text)
      .option('--data <dir>', '数据目录（默认 .bihuan，或环境变量 BIHUAN_DATA）')
      .option('--json', '输出一行 JSON');
  const kind = () => new Argument('<kind>', '密钥种类').choices(KINDS);
  command('list', '列出各种密钥的编号，不显示内容').action(list);
  command('rotate', '换一把新密钥；中断后再运行一次即继续')
    .addArgument(kind())
    .action((which: Kind, options: KeyOptions) =>
      change(which, options, (seat) => rotate(seat, which, progress(options))),
    );
  command('drop', '丢弃已不再使用的旧密钥')
    .addArgument(kind())
    .action((which: Kind, options: KeyOptions) => change(which, options, (seat) => drop(seat, which)));
}

async function list({ data, json = false }: KeyOptions): Promise<void> {
  try {
    const seat = findKeys(data);
    const counted = await countRows(seat);
    const keys = KINDS.flatMap((kind) =>
      seat.keys[kind].map(({ id, at }, n) => ({
        kind,
        id,
        inUse: n === 0,
        at: at ?? null,
        ...(kind === 'vault' ? { rows: counted?.get(id) ?? null } : {}),
      })),
    );
    if (json) return console.log(JSON.stringify({ from: seat.from, keys }));
    for (const { kind, id, inUse, at, rows } of keys)
      console.log(
        [
          NAMES[kind],
          kind,
          `第${id}号`,
          inUse ? '使用中' : '旧',
          at ?? '',
          rows == null ? '' : `保存着 ${rows} 位举报人`,
        ]
          .filter(Boolean)
          .join('　'),
      );
  } catch (error) {
    giveUp(error, json);
  }
}

async function change(
  kind: Kind,
  { data, json = false }: KeyOptions,
  act: (seat: ReturnType<typeof findKeys>) => Promise<KeyChange>,
): Promise<void> {
  try {
    const changed = await act(findKeys(data));
    console.log(json ? JSON.stringify(changed) : forPeople(kind, changed));
    if ((changed.unreadable?.length ?? 0) > 0) process.exitCode = 1;
  } catch (error) {
    giveUp(error, json);
  }
}

/** Told on standard error, so that `--json` stays one line. */
const progress =
  ({ json }: KeyOptions) =>
  (rows: number): void => {
    if (!json) console.error(`已重新加密 ${rows} 行……`);
  };

function forPeople(
  kind: Kind,
  { from, to, dropped, set, rows, unreadable = [], token, restart }: KeyChange,
): string {
  const lines = [
    from === to ? `${NAMES[kind]}：使用第${to}号` : `${NAMES[kind]}：第${from}号 → 第${to}号`,
    rows === undefined ? '' : `重新加密 ${rows} 行`,
    unreadable.length === 0 ? '' : `打不开、原样保留的案件：${unreadable.join('、')}`,
    dropped.length === 0 ? '' : `已丢弃：${dropped.map((id) => `第${id}号`).join('、')}`,
    token === undefined ? '' : `新令牌（交给 12345 平台）：${token}`,
    ...Object.entries(set ?? {}).map(([name, value]) => `请在每个进程的环境中设置\n  ${name}=${value}`),
    restart.length === 0 ? '无须重启' : `请重启：${restart.join('、')}`,
    set !== undefined && kind === 'vault' && from !== to
      ? '重启后再运行一次 bihuan key rotate vault，即用新密钥重新加密'
      : '',
  ];
  return lines.filter(Boolean).join('\n');
}
