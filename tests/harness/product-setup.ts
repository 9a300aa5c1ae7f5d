import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PRODUCT_VARIABLE } from './product-names.ts';

/** A Monday morning in a year whose holidays are published: what day it is outside must not matter. */
const MONDAY = '2026-03-02T09:00:00+08:00';

const holder = globalThis as { bihuanProducts?: ChildProcess[] };

/** What jest says of this run, as far as it matters here. */
interface Run {
  rootDir: string;
  maxWorkers: number;
  testPathPatterns?: { patterns: string[] };
}

/**
 * Before all scenario and browser tests, once for both: start the products they share, each in a process of its own. One
 * for each of jest's workers, so that they need not wait for each other; but one only where files are named, for few
 * tests are not worth the second start. One that runs already (whoever writes tests starts product-process.ts by hand)
 * is taken as it is.
 */
export default async function startSharedProducts({
  rootDir,
  maxWorkers,
  testPathPatterns,
}: Run): Promise<void> {
  if (holder.bihuanProducts !== undefined || process.env[PRODUCT_VARIABLE]) return;
  const named = (testPathPatterns?.patterns.length ?? 0) > 0;
  const products = Array.from({ length: named ? 1 : maxWorkers }, () =>
    spawn(process.execPath, [path.join(rootDir, 'tests/harness/product-process.ts')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, BIHUAN_TIME_START: process.env.BIHUAN_TIME_START ?? MONDAY },
    }),
  );
  holder.bihuanProducts = products;
  process.env[PRODUCT_VARIABLE] = `[${(await Promise.all(products.map(firstLine))).join()}]`;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the product ended with ${code} before it was up`)));
    createInterface({ input: child.stdout! }).once('line', resolve);
  });
}
