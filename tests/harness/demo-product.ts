import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll } from '@jest/globals';
import type { RunningProduct } from './product-names.ts';

const START_MS = 240_000;
const MONDAY = '2026-03-02T09:00:00+08:00';

/**
 * A demo of its own for the tests of a file, with the log-in page and the sample cases that the shared products, being
 * tests, do not have. Call once at the top of the file; its members may be used inside tests only.
 */
export function useDemoProduct(): RunningProduct {
  const product = {} as RunningProduct;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    // One that runs already is taken as it is, by whoever writes tests.
    const running = process.env.BIHUAN_DEMO_PRODUCT;
    if (running !== undefined) return void Object.assign(product, JSON.parse(running));
    child = spawn(process.execPath, [new URL('./product-process.ts', import.meta.url).pathname], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, BIHUAN_TEST_MODE: 'demo', BIHUAN_TIME_START: MONDAY },
    });
    const line = await new Promise<string>((resolve, reject) => {
      child!.once('exit', (code) => reject(new Error(`the demo ended with ${code} before it was up`)));
      createInterface({ input: child!.stdout! }).once('line', resolve);
    });
    Object.assign(product, JSON.parse(line));
  }, START_MS);
  afterAll(async () => {
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child!.once('exit', resolve));
    child.stdin!.end();
    await ended;
  }, 60_000);
  return product;
}
