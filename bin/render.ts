import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { renderDiagram } from '../core/render.ts';
import { readBounded } from './bounded-file.ts';
import { giveUp } from './layout.ts';

/** `bihuan render`: the diagram as a picture, drawn by bpmn-js in a headless Chromium. */
export function register(program: Command): void {
  program
    .command('render <file>')
    .description('把流程图画成 PNG/SVG')
    .option('-o, --output <file>', '图片文件,按结尾 .svg 或 .png 决定格式(默认同名 .svg)')
    .option('--json', '输出一行 JSON')
    .addHelpText(
      'after',
      '\n需要 Chromium(环境变量 BIHUAN_CHROMIUM 可指明路径)。\n退出码:0 完成;2 读不了或没有 Chromium',
    )
    .action(render);
}

async function render(file: string, { output, json }: { output?: string; json?: boolean }): Promise<void> {
  try {
    const picture = await renderDiagram(readBounded(file));
    const target = output ?? file.replace(/\.bpmn$/, '') + '.svg';
    writeFileSync(target, target.endsWith('.png') ? picture.png : picture.svg);
    const { width, height } = picture;
    console.log(
      json
        ? JSON.stringify({ file: target, width, height })
        : `已画出:${target}(${Math.round(width)}×${Math.round(height)})`,
    );
  } catch (error) {
    giveUp(file, error, json);
  }
}
