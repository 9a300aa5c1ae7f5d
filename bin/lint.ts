import { dirname } from 'node:path';
import type { Command } from 'commander';
import { shippedContext } from '../core/gate/context.ts';
import { checkDiagram, type GateResult } from '../core/gate/index.ts';
import { readBounded, unreadable } from './bounded-file.ts';

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
