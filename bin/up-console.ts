import { isIP } from 'node:net';
import type { App, Installation } from '../runtime/installation.ts';

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP. Repeats within three seconds are the same wish: npm, the shell
 * and the terminal may each pass on one Ctrl-C. A later one means that the person won't wait: exit at once.
 */
export function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const onSignal = (signal: NodeJS.Signals): void => {
      first ??= performance.now();
      resolve(signal);
      if (performance.now() - first > 3000) process.exit(130);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}

/** Tells where the pages are and, in a demo, who can log in. JSON: one line for programs. */
export function welcome(
  app: App,
  installation: Pick<Installation, 'dataDir' | 'mode' | 'demoPassword'>,
  json: boolean,
): void {
  const { dataDir, mode, demoPassword } = installation;
  if (json) {
    console.log(JSON.stringify({ url: app.url, mode, accounts: app.accounts, demoPassword, dataDir }));
    return;
  }
  console.log(`\n闭环已就绪：${app.url}\n`);
  if (app.accounts.length > 0) {
    console.log(`演示账号（密码都是 ${demoPassword}）：`);
    const width = Math.max(...app.accounts.map(({ account }) => account.length));
    for (const { account, name, role } of app.accounts)
      console.log(`  ${account.padEnd(width)}  ${name}　${role}`);
    console.log('');
  }
  console.log(`数据目录 ${dataDir}；按 Ctrl-C 停止。`);
}

/** Whether an address can be reached from this machine only. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
