import { readFileSync } from 'node:fs';
import { readBounded, verifyExport } from './verify.ts';

/** node verify.mjs FILE.zip [PUBLIC-KEY-FILE]: prints what was found; gives the exit code. */
export function verifyFromCommandLine(path: string, keyPath: string | undefined): number {
  const report = verifyExport(
    readBounded(path),
    keyPath === undefined ? undefined : readFileSync(keyPath, 'utf8'),
  );
  if (!report.readable) console.log('读不了：这不是导出的案卷');
  for (const { where, message } of [...report.findings, ...report.notes]) console.log(`${where}  ${message}`);
  if (report.ok)
    console.log(
      `完好：${report.caseNo}，${report.entries}个条目，${report.rows}行留痕\n公钥 ${report.publicKey}${report.trusted ? '（与您信任的一致）' : '（须从案卷之外核对）'}`,
    );
  return report.ok ? 0 : report.readable ? 1 : 2;
}
