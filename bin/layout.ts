import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { AppError } from '../core/errors.ts';
import { readableDiagram } from '../core/gate/readable.ts';
import { layoutDiagram, measureDiagram, misses } from '../core/layout/index.ts';
import { readBounded, unreadable } from './bounded-file.ts';

interface LayoutArguments {
  output?: string;
  quick?: boolean;
  check?: boolean;
  json?: boolean;
}

/** `bihuan layout`: draw a diagram anew for people (自动排版), or only measure the picture it has. */
export function register(program: Command): void {
  program
    .command('layout <file>')
    .description('给流程图自动排版')
    .option('-o, --output <file>', '写到另一个文件(默认改写原文件)')
    .option('--quick', '快速排版:取第一种可用的画法')
    .option('--check', '只检查现有图形是否达到要求,不改文件')
    .option('--json', '输出一行 JSON')
    .addHelpText('after', '\n退出码:0 完成;1 图形没有达到要求(逐项说明);2 读不了')
    .action(layout);
}

async function layout(file: string, { output, quick, check, json }: LayoutArguments): Promise<void> {
  try {
    const xml = readableDiagram(readBounded(file));
    const drawn = check
      ? { xml, metrics: await measureDiagram(xml) }
      : await layoutDiagram(xml, { effort: quick ? 'quick' : 'full' });
    if (!check) writeFileSync(output ?? file, drawn.xml);
    const missed = misses(drawn.metrics);
    process.exitCode = missed.length > 0 ? 1 : 0;
    if (json)
      console.log(
        JSON.stringify({
          file: output ?? file,
          ok: missed.length === 0,
          metrics: drawn.metrics,
          misses: missed,
        }),
      );
    else
      console.log(
        missed.length > 0 ? missed.join('\n') : `${check ? '达到要求' : '已排版'}:${output ?? file}`,
      );
  } catch (error) {
    giveUp(file, error, json);
  }
}

/** Not readable, or no diagram: one sentence, exit 2. */
export function giveUp(file: string, error: unknown, json?: boolean): void {
  const known =
    error instanceof AppError
      ? [error.title, error.errors?.[0]?.message].filter(Boolean).join(':')
      : undefined;
  const reason =
    known ??
    unreadable[(error as NodeJS.ErrnoException).code ?? ''] ??
    '读不了这个文件,请检查是否为完整的 BPMN';
  process.exitCode = 2;
  if (json) console.log(JSON.stringify({ file, ok: false, refused: { reason } }));
  else console.error(`拒绝:${reason}`);
}
