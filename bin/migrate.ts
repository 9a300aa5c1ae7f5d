import type { Command } from 'commander';
import { migrate } from '../core/migrate.ts';
import { withOwnerDatabase } from './owner-database.ts';
import { giveUp, withDatabase } from './running.ts';

interface MigrateOptions {
  data?: string;
  json?: boolean;
}

/** `bihuan migrate`: bring the schema up to this version; `bihuan up` does the same at every start. */
export function register(program: Command): void {
  program
    .command('migrate')
    .description('把数据库升级到本版本的结构')
    .option('--data <dir>', '数据目录（默认 .bihuan，或环境变量 BIHUAN_DATA）')
    .option('--json', '输出一行 JSON')
    .addHelpText(
      'after',
      '\n设有 DATABASE_URL（属主另用 DATABASE_OWNER_URL）时升级该数据库；内置数据库未运行时临时启动它。\n退出码：0 已是最新；2 没有升级成',
    )
    .action(run);
}

async function run({ data, json }: MigrateOptions): Promise<void> {
  try {
    const ran = await withOwnerDatabase(data, (url) => withDatabase(url, migrate));
    if (json) console.log(JSON.stringify({ ran }));
    else for (const name of ran) console.log(`已执行 ${name}`);
    if (!json) console.log(ran.length === 0 ? '数据库已是最新结构' : `完成：执行了 ${ran.length} 步`);
  } catch (error) {
    giveUp(error, json === true);
  }
}
