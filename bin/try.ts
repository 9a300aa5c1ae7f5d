import type { Command } from 'commander';
import { AppError } from '../core/errors.ts';
import { keysFromEnv } from '../core/keys-env.ts';
import { nearMatches } from '../core/near.ts';
import { setVaultKeys } from '../core/vault-keys.ts';
import { discover } from '../workers/discover.ts';
import { WrongInput } from '../workers/perform.ts';
import { BpmnError, type Verb } from '../workers/verb.ts';
import { readKeys } from '../runtime/key-file.ts';
import { findInstallation, giveUp, withDatabase } from './running.ts';
import { tryOut, type Tried } from './try-run.ts';

interface TryOptions {
  headers: string;
  element: string;
  process?: string;
  list?: boolean;
  data?: string;
  json?: boolean;
}

/** `bihuan try`: one worker on the data of the running installation, in a transaction that is rolled back. */
export function register(program: Command): void {
  program
    .command('try [verb] [variables]')
    .description('试跑一个工作器，事务随后回滚')
    .option('--headers <json>', '步骤的头信息，例如 {"clock":"hazard.verify","result":"x"}', '{}')
    .option('--element <id>', '步骤在流程图中的编号', 'try')
    .option('--process <id>', '步骤所在的流程（默认：案件自己的流程）')
    .option('--list', '列出全部工作器')
    .option('--data <dir>', '数据目录（默认 .bihuan，或环境变量 BIHUAN_DATA）')
    .option('--json', '输出一行 JSON')
    .addHelpText(
      'after',
      `\n示例：\n  bihuan try hazard.route '{"caseId":"…"}'\n设有 DATABASE_URL 时用该数据库。什么都不会留下。\n退出码：0 完成；1 工作器不接受；2 无法试跑`,
    )
    .action(run);
}

async function run(
  type: string | undefined,
  variables: string | undefined,
  options: TryOptions,
  command: Command,
): Promise<void> {
  const json = options.json === true;
  try {
    const verbs = await discover();
    if (options.list) return list(verbs, json);
    if (type === undefined || variables === undefined)
      command.error('错误：须给出工作器和变量（JSON），或者 --list');
    const verb = known(verbs, type);
    const trial = {
      type,
      verb,
      variables: object(variables, '变量'),
      headers: object(options.headers, '头信息') as Record<string, string>,
      elementId: options.element,
      process: options.process,
    };
    const { ownerDatabaseUrl, dataDir } = findInstallation(options.data);
    setVaultKeys((dataDir === undefined ? keysFromEnv(process.env).keys : readKeys(dataDir))?.vault ?? []);
    const tried = await withDatabase(ownerDatabaseUrl, (db) => tryOut(db, trial));
    console.log(json ? JSON.stringify(tried) : forPeople(tried));
  } catch (error) {
    if (error instanceof AppError || error instanceof WrongInput || error instanceof BpmnError)
      refused(error, type!, json);
    else giveUp(error, json);
  }
}

/** The verb said no: what it would tell the engine or the operator. */
function refused(error: AppError | WrongInput | BpmnError, verb: string, json: boolean): void {
  const message = error instanceof AppError ? error.title : error.message;
  const code =
    error instanceof BpmnError ? error.code : error instanceof AppError ? error.type : 'wrong-input';
  if (json) console.log(JSON.stringify({ verb, refused: { code, message } }));
  else console.error(`工作器不接受（${code}）：${message}`);
  process.exitCode = 1;
}

function known(verbs: Map<string, Verb>, type: string): Verb {
  const verb = verbs.get(type);
  if (verb !== undefined) return verb;
  const near = nearMatches(type, verbs.keys());
  throw new Error(`没有工作器 ${type}${near.length > 0 ? `，相近的有：${near.join('、')}` : ''}`);
}

function object(text: string, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${what}不是有效的 JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${what}应当是 JSON 对象`);
  return value as Record<string, unknown>;
}

function list(verbs: Map<string, Verb>, json: boolean): void {
  const all = [...verbs].map(([verb, { name, input }]) => ({ verb, name, input }));
  if (json) console.log(JSON.stringify(all));
  else
    for (const { verb, name, input } of all)
      console.log(`${verb.padEnd(22)}${name}（${Object.keys(input.properties).join('、')}）`);
}

function forPeople({ verb, name, output, acts, rows }: Tried): string {
  const changed = rows.map(
    ({ table, inserted, updated, deleted }) => `${table} 增${inserted} 改${updated} 删${deleted}`,
  );
  return [
    `${name}（${verb}）`,
    `返回  ${JSON.stringify(output)}`,
    ...acts.map(({ act, subject, body }) => `留痕  ${act}  ${subject}  ${JSON.stringify(body)}`),
    `改动  ${changed.join('；') || '无'}`,
    '已全部回滚',
  ].join('\n');
}
