import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { shippedContext } from '../core/gate/context.ts';
import { checkDiagram, maxBytes, type GateResult } from '../core/gate/index.ts';

/** `bihuan lint`: may this diagram be published? Works with nothing running: shipped pack, forms and workers. */
export function register(program: Command): void {
  program
    .command('lint <file>')
    .description('检查流程图能否发布')
    .option('--json', '输出一行 JSON')
    .addHelpText('after', '\n退出码：0 通过；1 有问题（逐行：元素  规则  说明）；2 读不了或拒绝读取')
    .action(lint);
}

async function lint(file: string, { json }: { json?: boolean }): Promise<void> {
  const { ok, refused, findings } = await check(file);
  process.exitCode = refused ? 2 : ok ? 0 : 1;
  if (json) console.log(JSON.stringify({ file, ok, refused, findings }));
  else if (refused) console.error(`拒绝：${refused.element ? `${refused.element}  ` : ''}${refused.reason}`);
  else if (ok) console.log(`通过：${file}`);
  else for (const { element, rule, message } of findings) console.log(`${element}  ${rule}  ${message}`);
}

async function check(file: string): Promise<GateResult> {
  let bytes: Uint8Array;
  try {
    bytes = readBounded(file);
  } catch (error) {
    const reason = unreadable[(error as NodeJS.ErrnoException).code ?? ''] ?? '读不了这个文件';
    return { ok: false, refused: { reason }, findings: [], xml: null };
  }
  return checkDiagram(bytes, shippedContext({ beside: dirname(file) }));
}

/** At most one byte more than the gate takes, from a plain file only: a pipe or device could go on for ever. */
function readBounded(file: string): Uint8Array {
  const handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(handle).isFile()) throw Object.assign(new Error('not a file'), { code: 'EISDIR' });
    const buffer = new Uint8Array(maxBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read)
      read = readSync(handle, buffer, length, buffer.length - length, null);
    return buffer.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

const unreadable: Record<string, string> = {
  ENOENT: '没有这个文件',
  EISDIR: '这不是一个普通文件',
  EACCES: '没有读取这个文件的权限',
  EPERM: '没有读取这个文件的权限',
  ENAMETOOLONG: '文件名太长',
};
