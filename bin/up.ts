import type { Command } from 'commander';
import type { ServeModule } from '../runtime/installation.ts';
import { upEmbedded } from './up-embedded.ts';
import { isLoopback } from './up-console.ts';
import { namesServers, upExternal } from './up-external.ts';

/** Options of `bihuan up` as commander hands them over. */
export interface UpOptions {
  port?: string;
  host: string;
  data?: string;
  demo: boolean;
  json?: boolean;
}

/** Adds `bihuan up`: everything on one machine, or the product alone where the environment names its servers. */
export function register(program: Command): void {
  program
    .command('up')
    .description('启动整个系统：数据库、流程引擎、页面与工作器；Ctrl-C 停止')
    .option('--port <n>', '页面端口（默认沿用上次的端口，首次为 8080 或其后的空闲端口）')
    .option('--host <address>', '页面监听地址', '127.0.0.1')
    .option('--data <dir>', '数据目录（默认 .bihuan，或环境变量 BIHUAN_DATA）')
    .option('--no-demo', '不建演示人员与演示时钟（正式使用）')
    .option('--json', '就绪后在标准输出给出一行 JSON，过程信息写到标准错误')
    .addHelpText(
      'after',
      '\n设有 DATABASE_URL（或 DATABASE_OWNER_URL）与 ZEEBE_ADDRESS 时不启动内置的数据库与引擎，直接连接它们。',
    )
    .action((options: UpOptions) => up(options));
}

/** Runs `bihuan up` until it is told to stop. Exit code 0 stopped, 1 runs already, 2 refused or failed. */
export async function up(
  options: UpOptions,
  loadServe: () => Promise<ServeModule> = productServer,
): Promise<void> {
  const fault = faultOf(options);
  if (fault) {
    console.error(fault);
    process.exit(2);
  }
  await (namesServers(process.env) ? upExternal(options, loadServe) : upEmbedded(options, loadServe));
}

/** What is wrong with the options, in words for who typed them; undefined if nothing is. */
export function faultOf({ port, host, demo }: UpOptions): string | undefined {
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536)) {
    return `--port 应为 1–65535 的整数，现为 ${port}`;
  }
  // Demo accounts share one password that is printed on the screen: they must not be reachable from outside.
  if (demo && !isLoopback(host)) {
    return `演示方式只能监听本机地址，不能监听 ${host}；正式使用请加 --no-demo。`;
  }
  return undefined;
}

const productServer = (): Promise<ServeModule> => import('./serve.ts');
