import { setTimeout as sleep } from 'node:timers/promises';
import type { Reporter } from './reporter.ts';
import type { Server } from './server.ts';

/**
 * Brings a server back whenever it dies without having been told to: at once the first time, then after ever
 * longer pauses (1 s … 30 s) while it keeps dying within a minute. In: the server, its name for messages, a call
 * after each return. Out: a function that ends the watch; call it before stopping the server.
 */
export function keepAlive(
  server: Server,
  name: string,
  reporter: Reporter,
  onReturn: () => void,
): () => void {
  let watching = true;
  let failures = 0;
  let lastStart = performance.now();

  const revive = async (): Promise<void> => {
    failures = performance.now() - lastStart > 60_000 ? 0 : failures + 1;
    if (failures > 0) await sleep(Math.min(1000 * 2 ** (failures - 1), 30_000));
    if (!watching) return;
    try {
      lastStart = performance.now();
      await server.start();
      reporter.note(`✔ ${name}已恢复`);
      onReturn();
    } catch (error) {
      reporter.note(`✘ ${name}未能恢复：${(error as Error).message}`);
      await revive();
    }
  };
  server.onUnexpectedExit((reason) => {
    if (!watching) return;
    reporter.note(`✘ ${name}意外退出（${reason}），正在重新启动……`);
    void revive();
  });
  return () => {
    watching = false;
  };
}
