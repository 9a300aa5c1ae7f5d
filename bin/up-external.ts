import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { configFromEnv } from '../core/config.ts';
import type { Installation, ServeModule } from '../runtime/installation.ts';
import { streamReporter } from '../runtime/reporter.ts';
import { firstSignal, isLoopback, welcome } from './up-console.ts';
import type { UpOptions } from './up.ts';

/**
 * The product alone, against the servers that the environment names (containers, production). All faults of the
 * environment are told at once.
 */
export async function upExternal(options: UpOptions, loadServe: () => Promise<ServeModule>): Promise<void> {
  const reporter = streamReporter(options.json ? process.stderr : process.stdout);
  const config = seatFrom(process.env);
  if (config.mode === 'demo' && !isLoopback(config.webHost)) {
    throw new Error(`演示方式只能监听本机地址，不能监听 BIHUAN_HOST=${config.webHost}`);
  }
  const signal = firstSignal();
  void signal.then(() => sleep(60_000, undefined, { ref: false }).then(() => process.exit(1)));
  const { prepare } = await loadServe();
  const app = await prepare(config);
  reporter.note(`✔ 数据库已就绪，等待流程引擎 ${config.gatewayAddress}……`);
  await Promise.race([answers(config.gatewayAddress), signal.then(() => process.exit(130))]);
  await app.run();
  welcome(app, config, options.json === true);
  await signal;
  reporter.note('正在停止……');
  await app.stop();
  process.exit(0);
}

/** Whether the environment names a database and an engine, so that the embedded ones are not wanted. */
export const namesServers = (env: NodeJS.ProcessEnv): boolean =>
  Boolean((env.DATABASE_URL ?? env.DATABASE_OWNER_URL) && env.ZEEBE_ADDRESS);

/**
 * The installation an environment describes; throws with all its faults. Where it names only one database user,
 * that is the schema's owner, and the product's own role, which must not be the owner, gets a password of its own.
 */
export function seatFrom(env: NodeJS.ProcessEnv): Installation {
  const owner = env.DATABASE_OWNER_URL ?? env.DATABASE_URL;
  const config = configFromEnv({
    ...env,
    DATABASE_OWNER_URL: owner,
    DATABASE_URL: env.DATABASE_URL ?? owner,
  });
  const databaseUrl = config.databaseUrl === config.ownerDatabaseUrl ? undefined : config.databaseUrl;
  return { ...config, databaseUrl, managementUrl: env.ZEEBE_MANAGEMENT_URL };
}

/** Resolves when somebody accepts connections at host:port; the engine may take a minute to come up. */
async function answers(address: string): Promise<void> {
  const at = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, at), Number(address.slice(at + 1))];
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect({ host, port, timeout: 2000 });
      const done = (result: boolean) => () => {
        socket.destroy();
        resolve(result);
      };
      socket.once('connect', done(true)).once('error', done(false)).once('timeout', done(false));
    });
    if (open) return;
    await sleep(1000);
  }
}
