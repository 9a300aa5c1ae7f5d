import { readFileSync } from 'node:fs';
import path from 'node:path';
import { now } from '../core/time.ts';
import { tryFileLock } from '../runtime/file-lock.ts';
import { keptText, readablePassword } from '../runtime/installation.ts';
import type { App, ServeModule } from '../runtime/installation.ts';
import { startProduct } from '../runtime/product.ts';
import type { Product } from '../runtime/product.ts';
import { streamReporter } from '../runtime/reporter.ts';
import type { Reporter } from '../runtime/reporter.ts';
import { stopServersOf } from '../runtime/servers-on-disk.ts';
import { projectRoot, runtimeSettings } from '../runtime/settings.ts';
import { readState, writeState } from '../runtime/state.ts';
import { keepAlive } from '../runtime/supervise.ts';
import { firstSignal, welcome } from './up-console.ts';
import type { UpOptions } from './up.ts';

/**
 * Everything on this machine: Postgres, then migrations and the record listener, then the engine, then pages and
 * workers; and in the opposite order when told to stop.
 */
export async function upEmbedded(options: UpOptions, loadServe: () => Promise<ServeModule>): Promise<void> {
  const dataDir = path.resolve(options.data ?? runtimeSettings().dataDir);
  const reporter = streamReporter(options.json ? process.stderr : process.stdout);
  holdAlone(dataDir);
  const signal = firstSignal();
  let ready = false;
  let told = false;
  void signal.then(async () => {
    told = true;
    // While it is still starting there is no order to keep yet: end what runs and leave.
    if (!ready) await stopServersOf(dataDir).finally(() => process.exit(130));
  });
  const { product, app } = await start(options, dataDir, reporter, loadServe).catch((error: unknown) => {
    // What we are ending ourselves fails to start, of course; that is no news.
    if (told) return new Promise<never>(() => {});
    throw error;
  });
  ready = true;
  const unwatch = watch(product, app, reporter);
  noteState(product, app);
  welcome(app, product, options.json === true);

  await signal;
  reporter.note('正在停止……');
  unwatch();
  await app.stop();
  await product.stop();
  noteState(product, app, {});
  reporter.note('✔ 已全部停止，数据保留在 ' + dataDir);
  process.exit(0);
}

async function start(
  options: UpOptions,
  dataDir: string,
  reporter: Reporter,
  loadServe: () => Promise<ServeModule>,
): Promise<{ product: Product; app: App }> {
  let app: App | undefined;
  const { prepare } = await loadServe();
  const product = await startProduct({
    dataDir,
    mode: options.demo ? 'demo' : 'production',
    webHost: options.host,
    webPort: options.port === undefined ? undefined : Number(options.port),
    demoPassword: options.demo ? keptText(path.join(dataDir, 'demo-password'), readablePassword) : undefined,
    reporter,
    beforeBroker: async (installation) => {
      app = await prepare(installation);
    },
  });
  if (!app) throw new Error('prepare() was not called');
  try {
    await app.run();
    return { product, app };
  } catch (error) {
    await app.stop().catch(() => {});
    await product.stop();
    throw error;
  }
}

/** Two programs on the same data would destroy it: the second one is told where the first one is, and leaves. */
function holdAlone(dataDir: string): void {
  const lock = tryFileLock(path.join(dataDir, 'up.lock'));
  if ('release' in lock) {
    process.on('exit', () => lock.release());
    return;
  }
  const url = readState(dataDir)?.url;
  console.error(
    `闭环已在运行（进程 ${lock.pid}）${url ? `：${url}` : ''}。同一数据目录只能启动一次：${dataDir}`,
  );
  process.exit(1);
}

function watch(product: Product, app: App, reporter: Reporter): () => void {
  const noted = (): void => noteState(product, app);
  const ends = [keepAlive(product.postgres, '数据库', reporter, noted)];
  if (product.broker) ends.push(keepAlive(product.broker, '流程引擎', reporter, noted));
  return () => ends.forEach((end) => end());
}

const startedAt = now().toISOString();

function noteState(product: Product, app: App, pids?: Record<string, number>): void {
  const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  writeState(product.dataDir, {
    url: app.url,
    ports: product.ports,
    pids: pids ?? { node: process.pid, postgres: product.postgres.pid, broker: product.broker?.pid },
    demoPassword: product.demoPassword,
    startedAt,
    version,
  });
}
