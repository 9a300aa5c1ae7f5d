import type { ChildProcess } from 'node:child_process';

const STOP_MS = 30_000;

/** After all scenario and browser tests: close the product's standard input, by which it knows that it may end. */
export default async function stopSharedProduct(): Promise<void> {
  const holder = globalThis as { bihuanProduct?: ChildProcess };
  const child = holder.bihuanProduct;
  delete holder.bihuanProduct;
  if (child === undefined || child.exitCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin?.end();
  const late = setTimeout(() => child.kill('SIGTERM'), STOP_MS);
  await ended;
  clearTimeout(late);
}
