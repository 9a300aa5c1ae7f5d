import type { ChildProcess } from 'node:child_process';

const STOP_MS = 30_000;

/** After all scenario and browser tests: close the products' standard input, by which they know that they may end. */
export default async function stopSharedProducts(): Promise<void> {
  const holder = globalThis as { bihuanProducts?: ChildProcess[] };
  const products = holder.bihuanProducts ?? [];
  delete holder.bihuanProducts;
  await Promise.all(products.map(stopped));
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin?.end();
  const late = setTimeout(() => child.kill('SIGTERM'), STOP_MS);
  await ended;
  clearTimeout(late);
}
