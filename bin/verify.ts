import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readBounded, verifyExport } from '../core/export/offline/verify.ts';
import type { VerifyReport } from '../core/export/offline/report.ts';

interface VerifyOptions {
  json?: boolean;
  key?: string;
}

/** `bihuan verify`: has an exported case file been changed? Works with nothing running. */
export function register(program: Command): void {
  program
    .command('verify <file>')
    .description('离线核验导出的案卷')
    .option('--key <公钥>', '可信的公钥：文件名，或 base64 文本；不给时只证明案卷前后一致')
    .option('--json', '输出一行 JSON')
    .addHelpText('after', '\n退出码：0 完好；1 被改动（逐行：位置  说明）；2 读不了，或不是导出的案卷')
    .action(verify);
}

function verify(file: string, options: VerifyOptions): void {
  const read = readable(file, options.key);
  if ('refused' in read)
    return say(
      options,
      { file, ok: false, readable: false, refused: read.refused },
      `读不了：${read.refused}`,
      2,
    );
  const report = verifyExport(read.bytes, read.key);
  if (!report.readable) {
    const refused = '这不是导出的案卷';
    return say(options, { file, ...report, refused }, `读不了：${refused}`, 2);
  }
  say(options, { file, ...report, refused: null }, sentence(report), report.ok ? 0 : 1);
}

function readable(
  file: string,
  key: string | undefined,
): { bytes: Uint8Array; key: string | undefined } | { refused: string } {
  let looking = file;
  try {
    const bytes = readBounded(file);
    if (key === undefined || BASE64.test(key)) return { bytes, key };
    looking = key;
    return { bytes, key: readFileSync(key, 'utf8') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { refused: `${looking}：${code === undefined ? message : (REASONS[code] ?? '读不了这个文件')}` };
  }
}

/** An ed25519 key in SPKI form is 44 bytes. */
const BASE64 = /^[A-Za-z0-9+/]{59}=$/;

const REASONS: Record<string, string> = {
  ENOENT: '没有这个文件',
  EISDIR: '这不是一个普通文件',
  EACCES: '没有读取这个文件的权限',
  ENAMETOOLONG: '文件名太长',
};

function sentence(report: VerifyReport): string {
  const lines = (list: VerifyReport['notes']) => list.map(({ where, message }) => `${where}  ${message}`);
  if (!report.ok) return [...lines(report.findings), ...lines(report.notes)].join('\n');
  const trust = report.trusted ? '与您信任的公钥一致' : '公钥随案卷给出，是否可信须从案卷之外核对（--key）';
  return [
    ...lines(report.notes),
    `完好：${report.caseNo}，${report.entries}个条目，${report.rows}行留痕\n公钥 ${report.publicKey}\n${trust}`,
  ].join('\n');
}

function say({ json }: VerifyOptions, answer: object, text: string, code: 0 | 1 | 2): void {
  if (json) console.log(JSON.stringify(answer));
  else if (code === 2) console.error(text);
  else console.log(text);
  process.exitCode = code;
}
