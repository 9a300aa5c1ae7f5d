import type { Command } from 'commander';
import { one } from '../core/db.ts';
import { deployShipped, GateRefused, type Deployed } from '../core/deploy.ts';
import { connectEngine } from '../core/engine.ts';
import { findInstallation, giveUp, withDatabase } from './running.ts';

interface DeployOptions {
  data?: string;
  json?: boolean;
}

const LEADER_MS = 30_000;

/** `bihuan deploy`: the publish gate, then the shipped processes to the engine; `bihuan up` does the same at every start. */
export function register(program: Command): void {
  program
    .command('deploy')
    .description('检查并把流程部署到引擎')
    .option('--data <dir>', '数据目录（默认 .bihuan，或环境变量 BIHUAN_DATA）')
    .option('--json', '输出一行 JSON')
    .addHelpText(
      'after',
      '\n设有 DATABASE_URL 与 ZEEBE_ADDRESS 时部署到那里。\n退出码：0 已部署（含无变化）；1 发布检查未通过；2 没有可部署的系统',
    )
    .action(run);
}

async function run({ data, json }: DeployOptions): Promise<void> {
  try {
    const deployed = await deploy(data);
    if (json) console.log(JSON.stringify({ deployed }));
    else
      for (const { process: id, version, fresh } of deployed)
        console.log(`${id}  第${version}版  ${fresh ? '新部署' : '无变化'}`);
  } catch (error) {
    if (!(error instanceof GateRefused)) return giveUp(error, json === true);
    process.exitCode = 1;
    if (json) console.log(JSON.stringify({ refused: error.message, findings: error.findings }));
    else for (const line of [error.message.split('\n')[0], ...error.findings]) console.log(line);
  }
}

async function deploy(data: string | undefined): Promise<Deployed[]> {
  const { ownerDatabaseUrl, gatewayAddress } = findInstallation(data);
  if (gatewayAddress === undefined) throw new Error('没有流程引擎的地址：请设置 ZEEBE_ADDRESS');
  return withDatabase(ownerDatabaseUrl, async (db) => {
    const row = await one<{ broker_epoch: string }>(db, 'select broker_epoch from installation');
    if (row === undefined) throw new Error('这个数据库还没有安装信息，请先运行一次 bihuan up');
    const engine = connectEngine(gatewayAddress);
    try {
      await engine.whenLed(LEADER_MS);
      const found = await deployShipped(db, engine, row.broker_epoch, 'system');
      return found.sort((a, b) => a.process.localeCompare(b.process));
    } finally {
      await engine.close();
    }
  });
}
