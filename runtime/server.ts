import { setTimeout as sleep } from 'node:timers/promises';
import { logTail, startChild } from './child.ts';
import type { Child, ChildPlan } from './child.ts';

/** A server of an installation that can be started, stopped and killed again and again at the same address. */
export interface Server {
  /** Process id while it runs. */
  readonly pid: number | undefined;
  /** Starts it and waits until it answers. Does nothing while it runs. */
  start(): Promise<void>;
  /** Stops it in good order. */
  stop(): Promise<void>;
  /** Sudden death (SIGKILL), as fault tests play it; `start` brings it back. */
  kill(): Promise<void>;
  /** Calls back whenever the server ends without having been told to. */
  onUnexpectedExit(listener: (reason: string) => void): void;
}

/** What is particular to one kind of server. */
export interface ServerKind {
  name: string;
  /** Called before each start: clears away what an earlier life left behind, and says how to start. */
  prepare(): Promise<ChildPlan>;
  /** Whether it answers by now; throwing counts as no. */
  isReady(): Promise<boolean>;
  startLimitMs: number;
  stopSignal: NodeJS.Signals;
  stopGraceMs: number;
  /** Called about once a second while it is starting, with seconds elapsed. */
  onWaiting?(seconds: number): void;
}

/** Makes a server of a kind; it is not started yet. */
export function createServer(kind: ServerKind): Server {
  let child: Child | undefined;
  let leaving = false;
  const listeners: ((reason: string) => void)[] = [];

  const start = async (): Promise<void> => {
    if (child?.isAlive()) return;
    leaving = false;
    const plan = await kind.prepare();
    const started = await startChild(plan);
    child = started;
    try {
      await untilReady(kind, started, plan.logFile);
    } catch (error) {
      await started.stop(kind.stopSignal, kind.stopGraceMs);
      throw error;
    }
    void started.exited.then(({ code, signal }) => {
      if (leaving || child !== started) return;
      for (const listener of listeners) listener(signal ?? `exit ${code}`);
    });
  };

  return {
    get pid() {
      return child?.isAlive() ? child.pid : undefined;
    },
    start,
    stop: async () => {
      leaving = true;
      await child?.stop(kind.stopSignal, kind.stopGraceMs);
    },
    kill: async () => {
      leaving = true;
      await child?.kill();
    },
    onUnexpectedExit: (listener) => void listeners.push(listener),
  };
}

async function untilReady(kind: ServerKind, child: Child, logFile: string): Promise<void> {
  const begun = performance.now();
  let told = 0;
  while (performance.now() - begun < kind.startLimitMs) {
    if (!child.isAlive()) {
      const { code, signal } = await child.exited;
      throw new Error(
        `${kind.name}启动后随即退出（${signal ?? `代码 ${code}`}），日志 ${logFile}：\n${logTail(logFile)}`,
      );
    }
    if (await kind.isReady().catch(() => false)) return;
    const seconds = Math.floor((performance.now() - begun) / 1000);
    if (seconds > told) kind.onWaiting?.(seconds);
    told = seconds;
    await sleep(100);
  }
  throw new Error(
    `${kind.name}在 ${kind.startLimitMs / 1000} 秒内没有就绪，日志 ${logFile}：\n${logTail(logFile)}`,
  );
}
