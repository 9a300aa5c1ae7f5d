import { Worker } from 'node:worker_threads';
import type { Paper, Printed } from './types.ts';

interface Waiting {
  resolve(printed: Printed): void;
  reject(error: Error): void;
}

let thread: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, Waiting>();

/**
 * Print a paper in the printing thread, which starts with the first paper and stays. It keeps the process alive only
 * while something is being printed. Throws if the paper cannot be laid out or the thread dies; the next call starts
 * a new one.
 */
export function printPaper(
  paper: Paper,
  pictures: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Printed> {
  thread ??= startThread();
  const id = ++lastId;
  return new Promise<Printed>((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    thread!.ref();
    thread!.postMessage({ id, paper, pictures });
  });
}

function startThread(): Worker {
  const started = new Worker(new URL('./print-thread.ts', import.meta.url), { execArgv: [] });
  started.on('message', ({ id, printed, error }: { id: number; printed?: Printed; error?: string }) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) started.unref();
    if (printed) asked?.resolve(printed);
    else asked?.reject(new Error(`a paper could not be printed: ${error}`));
  });
  const died = (error: Error) => {
    if (thread === started) thread = undefined;
    for (const asked of waiting.values()) asked.reject(error);
    waiting.clear();
  };
  started.on('error', died);
  started.on('exit', (code) => died(new Error(`the printing thread ended with ${code}`)));
  return started;
}
