import type { Command } from 'commander';
import { asSystem } from '../core/db.ts';
import { fsck, repair, type Finding } from '../core/fsck.ts';
import { findInstallation, giveUp, withDatabase } from './running.ts';

interface FsckOptions {
  repair?: boolean;
  json?: boolean;
  data?: string;
}

/** `bihuan fsck`: check the invariants over the database of the running installation. */
export function register(program: Command): void {
  program
    .command('fsck')
    .description('核对不变量：案件、任务、留痕、发件箱')
    .option('--repair', '先修复能自动修复的问题，再核对一遍')
    .option('--data <dir>', '数据目录（默认 .bihuan，或环境变量 BIHUAN_DATA）')
    .option('--json', '输出一行 JSON')
    .addHelpText(
      'after',
      '\n设有 DATABASE_URL 时核对该数据库。\n退出码：0 没有问题；1 有问题；2 没有可核对的数据库',
    )
    .action(run);
}

async function run(options: FsckOptions): Promise<void> {
  const json = options.json === true;
  try {
    const { ownerDatabaseUrl } = findInstallation(options.data);
    const { repaired, findings } = await check(ownerDatabaseUrl, options.repair === true);
    tell(findings, repaired, options);
    process.exitCode = findings.length > 0 ? 1 : 0;
  } catch (error) {
    giveUp(error, json);
  }
}

/** Check, after repairing what can be repaired without a person's judgement. The number repaired, and what is left. */
export function check(
  ownerDatabaseUrl: string,
  mend: boolean,
): Promise<{ repaired: number; findings: Finding[] }> {
  return withDatabase(ownerDatabaseUrl, async (db) => ({
    repaired: mend ? await asSystem(db, repair) : 0,
    findings: await asSystem(db, fsck),
  }));
}

function tell(findings: Finding[], repaired: number, { json, repair: mend }: FsckOptions): void {
  const plain = findings.map((finding) => ({
    invariant: finding.invariant,
    message: finding.message,
    ref: finding.ref,
    repairable: finding.repair !== undefined,
  }));
  if (json) {
    console.log(JSON.stringify({ ok: findings.length === 0, repaired, findings: plain }));
    return;
  }
  if (mend) console.log(`已修复 ${repaired} 项`);
  for (const { invariant, message, ref, repairable } of plain)
    console.log(`${invariant}  ${message}  ${ref}${repairable ? '（可自动修复：加 --repair）' : ''}`);
  console.log(findings.length === 0 ? '核对完毕：没有发现问题' : `核对完毕：${findings.length} 个问题`);
}
