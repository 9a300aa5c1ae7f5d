import type { Command } from 'commander';
import { migrate } from '../core/migrate.ts';
import { tryFileLock } from '../runtime/file-lock.ts';
import path from 'node:path';
import { existsSync } from 'node:fs';
import { startProduct } from '../runtime/product.ts';
import { dataDirOf, findInstallation, giveUp, NothingRuns, withDatabase } from './running.ts';

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
    const ran = await upgrade(data);
    if (json) console.log(JSON.stringify({ ran }));
    else for (const name of ran) console.log(`已执行 ${name}`);
    if (!json) console.log(ran.length === 0 ? '数据库已是最新结构' : `完成：执行了 ${ran.length} 步`);
  } catch (error) {
    giveUp(error, json === true);
  }
}

async function upgrade(data: string | undefined): Promise<string[]> {
  try {
    return await withDatabase(findInstallation(data).ownerDatabaseUrl, migrate);
  } catch (error) {
    const dataDir = dataDirOf(data);
    if (!(error instanceof NothingRuns) || !existsSync(path.join(dataDir, 'postgres.password'))) throw error;
    return upgradeStopped(dataDir);
  }
}

/** The installation is not running: start its Postgres alone, and keep `bihuan up` away meanwhile. */
async function upgradeStopped(dataDir: string): Promise<string[]> {
  const lock = tryFileLock(path.join(dataDir, 'up.lock'));
  if (!('release' in lock)) throw new Error(`这个数据目录正由进程 ${lock.pid} 启动，请稍后再试`);
  try {
    const product = await startProduct({ dataDir, mode: 'production', broker: false });
    try {
      return await withDatabase(product.ownerDatabaseUrl, migrate);
    } finally {
      await product.stop();
    }
  } finally {
    lock.release();
  }
}
