import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { openApi, Refused, type Session } from './demo/client.ts';
import { dataDirOf, giveUp } from './running.ts';
import { readState } from '../runtime/state.ts';

interface ExportOptions {
  output?: string;
  account: string;
  password?: string;
  url?: string;
  data?: string;
  json?: boolean;
}

/** The demo's auditor; another installation names its own account. */
const AUDITOR = 'dong.jiancheng';

/** `bihuan export`: the sealed file of a case from the running installation, as the person who may take it away. */
export function register(program: Command): void {
  program
    .command('export <caseNo>')
    .description('导出一件案件的案卷')
    .option('-o, --output <file>', '存放的文件（默认：案号.zip）')
    .option('--account <账号>', '以谁的身份导出（督查、局领导或案件归口单位的人员）', AUDITOR)
    .option('--password <text>', '该账号的密码（默认：演示密码；也可用环境变量 BIHUAN_PASSWORD）')
    .option('--url <url>', '系统地址（默认：本机运行中的系统）')
    .option('--data <dir>', '数据目录（默认 .bihuan，或环境变量 BIHUAN_DATA）')
    .option('--json', '输出一行 JSON')
    .addHelpText('after', '\n退出码：0 已导出；1 没有这个案号，或无权导出；2 连不上系统，或用法不对')
    .action(exportFile);
}

async function exportFile(caseNo: string, options: ExportOptions): Promise<void> {
  const json = options.json === true;
  try {
    const session = await door(options);
    const found = await theCase(session, caseNo);
    if (found === undefined) return negative(`没有案号为“${caseNo}”的案件，或您无权查看`, json);
    const bytes = await session.bytes(`/cases/${found.caseId}/export`);
    const file = options.output ?? `${found.caseNo}.zip`;
    writeFileSync(file, bytes);
    if (json)
      console.log(JSON.stringify({ caseId: found.caseId, caseNo: found.caseNo, file, bytes: bytes.length }));
    else console.log(`已导出：${file}（${bytes.length} 字节）\n核验：bihuan verify ${file}`);
  } catch (error) {
    if (error instanceof Refused) return negative(error.title || error.message, json);
    giveUp(lost(error) ? new Error('连不上系统，请确认它正在运行（bihuan up）') : error, json);
  }
}

/** Log in at the installation that the options or the data folder name. */
function door({ url, data, account, password }: ExportOptions): Promise<Session> {
  const state = url === undefined ? readState(dataDirOf(data)) : undefined;
  const address = url ?? state?.url;
  if (address === undefined)
    throw new Error(`这里没有运行中的系统：${dataDirOf(data)}。请先运行 bihuan up，或给出 --url。`);
  const secret = password ?? process.env.BIHUAN_PASSWORD ?? state?.demoPassword;
  if (secret === undefined) throw new Error('须给出 --password，或环境变量 BIHUAN_PASSWORD');
  return openApi(address, secret).as(account);
}

async function theCase(
  session: Session,
  caseNo: string,
): Promise<{ caseId: string; caseNo: string } | undefined> {
  const { items } = await session.get<{ items: { caseId: string; caseNo: string }[] }>(
    `/cases?q=${encodeURIComponent(caseNo)}`,
  );
  return items.find((item) => item.caseNo === caseNo);
}

const lost = (error: unknown): boolean => error instanceof TypeError && error.message === 'fetch failed';

function negative(message: string, json: boolean): void {
  if (json) console.log(JSON.stringify({ error: message }));
  else console.error(message);
  process.exitCode = 1;
}
