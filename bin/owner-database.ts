import { existsSync } from 'node:fs';
import path from 'node:path';
import { tryFileLock } from '../runtime/file-lock.ts';
import { startProduct } from '../runtime/product.ts';
import { dataDirOf, findInstallation, NothingRuns } from './running.ts';

/**
 * Do something with the owner's connection string of an installation, whether it runs or not: of a stopped one its
 * Postgres is started for as long as that takes, and `bihuan up` is kept away meanwhile. Throws NothingRuns where there
 * is no installation.
 */
export async function withOwnerDatabase<T>(
  data: string | undefined,
  work: (ownerUrl: string) => Promise<T>,
): Promise<T> {
  let url: string;
  try {
    url = findInstallation(data).ownerDatabaseUrl;
  } catch (error) {
    const dataDir = dataDirOf(data);
    if (!(error instanceof NothingRuns) || !existsSync(path.join(dataDir, 'postgres.password'))) throw error;
    return whileStopped(dataDir, work);
  }
  return work(url);
}

async function whileStopped<T>(dataDir: string, work: (ownerUrl: string) => Promise<T>): Promise<T> {
  const lock = tryFileLock(path.join(dataDir, 'up.lock'));
  if (!('release' in lock)) throw new Error(`这个数据目录正由进程 ${lock.pid} 启动，请稍后再试`);
  try {
    const product = await startProduct({ dataDir, mode: 'production', broker: false });
    try {
      return await work(product.ownerDatabaseUrl);
    } finally {
      await product.stop();
    }
  } finally {
    lock.release();
  }
}
