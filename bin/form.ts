import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { readCsv } from '../core/csv.ts';
import type { FieldError } from '../core/errors.ts';
import { listForms, readForm, type LoadedForm } from '../core/forms/files.ts';
import { checkForm, compileForm, FormNotCheckable, type CheckContext } from '../core/forms/index.ts';
import { shippedPack } from '../core/legal-pack.ts';
import { nearMatches } from '../core/near.ts';
import { now } from '../core/time.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PEOPLE = new URL('../migrations/data/people.csv', import.meta.url);

interface CheckOptions {
  json?: boolean;
  at?: string;
  as?: string;
  step?: string;
  server?: string;
}

/** Something could not be read: the command ends with 2. The message is Chinese. */
class Unreadable extends Error {
  readonly errors: FieldError[];
  constructor(message: string, errors: FieldError[] = []) {
    super(message);
    this.errors = errors;
  }
}

/** `bihuan form`: forms and data checked exactly as the server does, with nothing running. */
export function register(program: Command): void {
  const form = program.command('form').description('检查表单与数据');
  form
    .command('check <form> <data>')
    .description('按表单检查一份 JSON 数据（- 为标准输入）')
    .option('--json', '输出一行 JSON')
    .option('--at <time>', '当作这个时间检查，如 2026-03-24T10:00+08:00')
    .option('--as <account>', '填写人账号')
    .option('--step <element>', '流程步骤的元素 id')
    .option('--server <file>', '系统填写的只读字段（JSON 文件）')
    .addHelpText(
      'after',
      '\n退出码：0 通过，1 有字段错误，2 无法读取\n示例：\n  bihuan form check hazard.verify data.json --at 2026-03-24T10:00+08:00',
    )
    .action(check);
  form
    .command('list')
    .description('列出全部表单')
    .option('--json', '输出 JSON')
    .action(({ json }: { json?: boolean }) => list(json === true));
}

function check(name: string, file: string, options: CheckOptions): void {
  try {
    const compiled = compileForm(findForm(name).schema);
    const data = readJson(file);
    const result = checkForm(compiled, data, contextOf(data, options));
    const errors = result.ok ? [] : result.errors;
    if (options.json) console.log(JSON.stringify({ form: compiled.id, ok: result.ok, errors }));
    else if (result.ok) console.log(`通过：${compiled.title}（${compiled.id}）`);
    else for (const { path, message } of errors) console.log(`${path || '-'} ${message}`);
    if (!result.ok) process.exitCode = 1;
  } catch (error) {
    const { message, errors } = explained(error, name);
    if (options.json) console.log(JSON.stringify({ form: name, ok: false, error: message, errors }));
    else {
      console.error(`错误：${message}`);
      for (const one of errors) console.error(`${one.path || '-'} ${one.message}`);
    }
    process.exitCode = 2;
  }
}

function explained(error: unknown, name: string): { message: string; errors: FieldError[] } {
  if (error instanceof Unreadable) return error;
  if (error instanceof FormNotCheckable) {
    return { message: `表单 ${name} 不能在服务器上检查`, errors: error.reasons };
  }
  throw error;
}

/** A form by id among the shipped ones, or by path of a file. */
function findForm(name: string): LoadedForm {
  const isPath = /[/\\]|\.form$/.test(name);
  if (isPath) {
    if (!existsSync(name)) throw new Unreadable(`没有文件 ${name}`);
    return parsed(() => readForm(name), `文件 ${name} 不是表单`);
  }
  const forms = listForms(ROOT);
  const found = forms.find((form) => form.id === name);
  if (found) return found;
  const near = nearMatches(name, forms.map((form) => form.id)); // prettier-ignore
  throw new Unreadable(`没有表单 ${name}${near.length > 0 ? `，相近的有 ${near.join('、')}` : ''}`);
}

function readJson(file: string): unknown {
  if (file !== '-' && !existsSync(file)) throw new Unreadable(`没有文件 ${file}`);
  return parsed(
    () => JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, '')),
    file === '-' ? '标准输入不是 JSON' : `文件 ${file} 不是 JSON`,
  );
}

function parsed<T>(read: () => T, otherwise: string): T {
  try {
    return read();
  } catch {
    throw new Unreadable(otherwise);
  }
}

function contextOf(data: unknown, { at, as, step, server }: CheckOptions): CheckContext {
  const time = at === undefined ? now() : new Date(at);
  if (Number.isNaN(time.getTime())) throw new Unreadable(`时间 ${String(at)} 无法读取`);
  const given = server === undefined ? undefined : readJson(server);
  if (given !== undefined && (typeof given !== 'object' || given === null)) {
    throw new Unreadable('--server 的文件应为一组字段');
  }
  return {
    now: time,
    me: personOf(as ?? signerOf(data)),
    law: shippedPack(),
    ...(step === undefined ? {} : { step }),
    ...(given === undefined ? {} : { server: given as Record<string, unknown> }),
  };
}

/** Nobody is logged in here: unless told otherwise, whoever signed with an account is taken for the one who fills. */
function signerOf(data: unknown): string {
  const { signature } = (data ?? {}) as { signature?: { account?: unknown } | null };
  return typeof signature?.account === 'string' ? signature.account : 'anonymous';
}

function personOf(account: string): CheckContext['me'] {
  const row = readCsv(readFileSync(PEOPLE, 'utf8')).find((person) => person.account === account);
  return { account, name: row?.name_zh ?? account, groups: row?.groups ? row.groups.split(';') : [] };
}

function list(json: boolean): void {
  const rows = listForms(ROOT).map(({ id, process: owner, schema }) => {
    const { title, fields } = compileForm(schema);
    return { id, title, process: owner, fields: fields.length };
  });
  if (json) console.log(JSON.stringify(rows));
  else for (const row of rows) console.log(`${row.id.padEnd(20)} ${row.process.padEnd(20)} ${row.title}`);
}
