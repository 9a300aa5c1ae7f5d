import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PRODUCT_VARIABLE } from './product-names.ts';

/** A Monday morning in a year whose holidays are published: what day it is outside must not matter. */
const MONDAY = '2026-03-02T09:00:00+08:00';

const holder = globalThis as { bihuanProduct?: ChildProcess };

/**
 * Before all scenario and browser tests, once for both: start the product they share, in a process of its own. One that
 * runs already (whoever writes tests starts product-process.ts by hand) is taken as it is.
 */
export default async function startSharedProduct({ rootDir }: { rootDir: string }): Promise<void> {
  if (holder.bihuanProduct !== undefined || process.env[PRODUCT_VARIABLE]) return;
  const child = spawn(process.execPath, [path.join(rootDir, 'tests/harness/product-process.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, BIHUAN_TIME_START: process.env.BIHUAN_TIME_START ?? MONDAY },
  });
  holder.bihuanProduct = child;
  process.env[PRODUCT_VARIABLE] = await firstLine(child);
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the product ended with ${code} before it was up`)));
    createInterface({ input: child.stdout! }).once('line', resolve);
  });
}
