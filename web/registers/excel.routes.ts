import { Type, type Static } from '@sinclair/typebox';
import multer from 'multer';
import type { Request, Response } from 'express';
import { asActor, type Trx } from '../../core/db.ts';
import { badRequest, conflict, type AppError } from '../../core/errors.ts';
import { require } from '../../core/policies.ts';
import type { Register } from '../../core/registers/describe.ts';
import { readSheet, templateOf, toWorkbook } from '../../core/registers/excel.ts';
import { importLines, type ImportedLine } from '../../core/registers/import.ts';
import { listRegister, type RegisterFilter, type RegisterRow } from '../../core/registers/list.ts';
import { registerFor } from '../../core/registers/shipped.ts';
import { now, shanghaiDayOf } from '../../core/time.ts';
import type { Web } from '../app.ts';
import { Routes } from '../routing.ts';
import { Filter, filterOf } from './registers.routes.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const FILE_MAX = 5 * 1024 * 1024;
const EXPORT_MAX = 10_000;
const EXPORT_PAGE = 500;
const Apply = Type.Object({
  apply: Type.Optional(Type.Boolean({ description: '真：写入；缺省为试算，不写入' })),
  allowEmptying: Type.Optional(
    Type.Boolean({ description: '真：同意空单元格清空原有内容；缺省则有将清空的内容时不写入' }),
  ),
});

const Workbook = Type.Object({ file: Type.String({ format: 'binary' }) });

/** Registers as workbooks: out, the empty template, and in with a trial run. */
export function registerExcelRoutes({ db }: Web): Routes {
  const routes = new Routes();
  const receive = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: FILE_MAX, files: 1, fields: 2 },
  }).single('file');

  routes.get(
    '/registers/:name/export',
    { summary: '导出 Excel', tag: '台账', query: Filter, produces: XLSX },
    async ({ actor, params, query, response }) => {
      const register = registerFor(actor, params.name ?? '');
      const filter = filterOf(register, query);
      const all = await asActor(db, actor, (trx) => everyRow(trx, register, filter));
      send(response, `${register.title}${shanghaiDayOf(now())}.xlsx`, await toWorkbook(register, all));
    },
  );

  routes.get(
    '/registers/:name/template',
    { summary: '导入模板', tag: '台账', produces: XLSX },
    async ({ actor, params, response }) => {
      const register = registerFor(actor, params.name ?? '');
      require(actor, 'register.edit', { register: register.name });
      send(response, `${register.title}导入模板.xlsx`, await templateOf(register));
    },
  );

  routes.post(
    '/registers/:name/import',
    {
      summary: '导入 Excel（multipart，字段 file；先试算，apply=true 写入，全部正确才写入）',
      tag: '台账',
      query: Apply,
      multipart: Workbook,
    },
    async ({ actor, params, query, request, response }) => {
      const register = registerFor(actor, params.name ?? '');
      require(actor, 'register.edit', { register: register.name });
      const { rows, unread } = await readSheet(register, await uploaded(receive, request, response));
      const told = await trial(query, (keep) =>
        asActor(db, actor, async (trx) => keep(await importLines(trx, actor, register, rows))),
      );
      return { ...told, unread };
    },
  );
  return routes;
}

/** Ends the transaction of a trial without a trace, carrying out what it found. */
class Undo extends Error {
  readonly told: ImportedLine[];
  constructor(told: ImportedLine[]) {
    super('trial run');
    this.told = told;
  }
}

async function trial(
  { apply = false, allowEmptying = false }: Static<typeof Apply>,
  work: (keep: (told: ImportedLine[]) => ImportedLine[]) => Promise<ImportedLine[]>,
) {
  const keep = (told: ImportedLine[]): ImportedLine[] => {
    if (!apply || told.some(({ what }) => what === 'wrong')) throw new Undo(told);
    if (!allowEmptying && told.some(({ emptied }) => emptied.length > 0)) throw new Undo(told);
    return told;
  };
  try {
    return { applied: true, lines: await work(keep) };
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
    if (apply) throw notWritten(error.told);
    return { applied: false, lines: error.told };
  }
}

function notWritten(lines: ImportedLine[]): AppError {
  if (lines.some(({ what }) => what === 'wrong'))
    return conflict('有的行不正确，一行也没有写入，请改正后重新上传', { lines });
  const n = lines.reduce((sum, { emptied }) => sum + emptied.length, 0);
  return conflict(
    `有${n}处原有内容将被空单元格清空，一行也没有写入；请核对后勾选同意清空，或补填这些单元格`,
    {
      lines,
    },
  );
}

async function everyRow(trx: Trx, register: Register, filter: RegisterFilter): Promise<RegisterRow[]> {
  const all: RegisterRow[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await listRegister(trx, register, { ...filter, cursor, limit: EXPORT_PAGE });
    all.push(...items);
    cursor = next ?? undefined;
  } while (cursor !== undefined && all.length < EXPORT_MAX);
  return all;
}

async function uploaded(
  receive: ReturnType<multer.Multer['single']>,
  request: Request,
  response: Response,
): Promise<Buffer> {
  await new Promise<void>((resolve, reject) =>
    receive(request, response, (error: unknown) =>
      error ? reject(badRequest('文件没有完整收到，或超过 5 MB，请重新上传')) : resolve(),
    ),
  );
  if (request.file === undefined) throw badRequest('没有收到文件，请重新选择');
  return request.file.buffer;
}

function send(response: Response, name: string, bytes: Buffer): void {
  response.setHeader('content-type', XLSX);
  response.setHeader('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  response.send(bytes);
}
