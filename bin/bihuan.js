#!/usr/bin/env node
// Starts bin/bihuan.ts on a Node that runs TypeScript by itself: this one if it can, else the one from node_modules.
// Plain JavaScript on purpose: it must also run on the Node 20 that a machine may come with.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./bihuan.ts', import.meta.url));
// Compiled code is kept from call to call: a short command then answers in half the time.
const codeCache = fileURLToPath(new URL('../node_modules/.cache/bihuan', import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const runsTypeScript = process.features.typescript && (major > 22 || (major === 22 && minor >= 18));

/**
 * Calls back when the one who started us is gone. npm hands a SIGTERM to the shell between it and us, which keeps
 * it for itself and dies; without this, the whole installation would run on with nobody to stop it.
 */
function whenOrphaned(callback) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    callback();
  }, 500);
  watch.unref();
}

const startedByNpm = process.env.npm_lifecycle_event !== undefined;

if (runsTypeScript) {
  if (startedByNpm || process.env.BIHUAN_LAUNCHED) whenOrphaned(() => process.kill(process.pid, 'SIGTERM'));
  process.argv[1] = program;
  module.enableCompileCache?.(codeCache);
  await import('./bihuan.ts');
} else {
  const folder =
    process.platform === 'win32' ? '../node_modules/node/bin/node.exe' : '../node_modules/node/bin/node';
  const node = fileURLToPath(new URL(folder, import.meta.url));
  if (!existsSync(node) || process.env.BIHUAN_LAUNCHED) {
    console.error('缺少可运行本程序的 Node：请先在项目目录执行 npm ci（或直接 npm start）。');
    process.exit(2);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, BIHUAN_LAUNCHED: '1' },
  });
  // A terminal sends Ctrl-C to both of us, a supervisor only to this one; the child takes two for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (startedByNpm) whenOrphaned(() => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(`无法启动 ${node}：${error.message}`);
    process.exit(2);
  });
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
