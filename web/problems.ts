import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { isDatabaseAway } from '../core/database-away.ts';
import { AppError, unavailable } from '../core/errors.ts';
import { refusedByDatabase } from './database-refusals.ts';

/** More wrong fields than anybody reads at once; the form shows the rest after these are mended. */
const MOST_ERRORS = 200;
const RETRY_SECONDS = 5;

/**
 * Every error becomes problem+json with a Chinese sentence that says what to do. What is no fault of the caller, and what
 * only the database noticed, is logged under an id that the answer names.
 */
export function problems(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    if (response.headersSent) return response.destroy() as never;
    const known = asAppError(error);
    if (known !== undefined) return sendProblem(response, known);
    const id = randomUUID();
    const about = { err: error, id, method: request.method, path: request.path.slice(0, 200) };
    const refused = refusedByDatabase(error);
    if (refused !== undefined) {
      // A net, not a check: whoever reads this in the log has a check to write.
      log.warn(about, 'refused by the database only');
      return sendProblem(response, refused, id);
    }
    log.error(about, 'request failed');
    const title = '系统出错了，已记录；如有填写的内容，没有保存，请保留本页，稍后再试';
    sendProblem(response, new AppError('internal', 500, title), id);
  };
}

/** Whatever no route and no page took. */
export const nothingHere: RequestHandler = (request) => {
  if (request.method === 'GET' || request.method === 'HEAD')
    throw new AppError('not-found', 404, '没有这个页面或文件，请检查地址');
  throw new AppError('method-not-allowed', 405, `这个地址不支持 ${request.method}，请检查请求方法`);
};

function sendProblem(response: Response, known: AppError, id?: string): void {
  if (known.status === 503)
    response.setHeader('retry-after', String(known.extra.retryAfterSeconds ?? RETRY_SECONDS));
  if (known.status === 405 && !response.hasHeader('allow')) response.setHeader('allow', 'GET, HEAD');
  // A page may have named its own type before it failed.
  response.removeHeader('content-disposition');
  response
    .status(known.status)
    .type('application/problem+json')
    .json({
      ...known.extra,
      type: known.type,
      status: known.status,
      title: known.title,
      ...(known.detail ? { detail: known.detail } : {}),
      ...(known.errors ? { errors: known.errors.slice(0, MOST_ERRORS) } : {}),
      ...(id ? { id } : {}),
    });
}

function asAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (isDatabaseAway(error)) return unavailable('数据库暂时不可用，内容没有保存，请稍后再试', RETRY_SECONDS);
  return ofParser(error) ?? ofLibrary(error);
}

/** What body-parser names. */
const PARSER: Record<string, [number, string]> = {
  'entity.parse.failed': [400, '提交的内容不是正确的 JSON，请检查后再提交'],
  'entity.too.large': [413, '提交的内容过大，请减少内容后再提交'],
  'encoding.unsupported': [415, '不支持这种压缩方式，请不压缩提交'],
  'entity.verify.failed': [400, '提交的内容不是 UTF-8 编码，请用 UTF-8 提交'],
  'charset.unsupported': [415, '不支持这种字符编码，请用 UTF-8 提交'],
  'request.aborted': [400, '内容没有完整收到，请重新提交'],
  'request.size.invalid': [400, '内容没有完整收到，请重新提交'],
};

function ofParser(error: unknown): AppError | undefined {
  const { type } = (error ?? {}) as { type?: unknown };
  if (typeof type !== 'string' || !Object.hasOwn(PARSER, type)) return undefined;
  const [status, title] = PARSER[type]!;
  return named(status, title);
}

/** What Express and its libraries say with a status only (http-errors), and what multer says with none. */
function ofLibrary(error: unknown): AppError | undefined {
  if (error instanceof URIError) return named(400, '地址不正确，请检查后再试');
  const { name, code, status, expose, message } = (error ?? {}) as Record<string, unknown>;
  if (name === 'MulterError' || BUSBOY.test(String(message)))
    return code === 'LIMIT_FILE_SIZE'
      ? named(413, '文件过大，请压缩后再上传')
      : named(400, '上传的内容不完整或字段不正确，请重新选择文件上传');
  if (expose !== true || typeof status !== 'number' || status < 400 || status > 499) return undefined;
  return named(status, SENTENCES[status] ?? '请求不正确，请检查后再试');
}

/** The parser below multer throws plain errors. */
const BUSBOY =
  /^(Unexpected end of (form|file)|Malformed (part header|content type|urlencoded form)|Multipart: Boundary not found|Unsupported content type|Missing Content-Type)/;

const SENTENCES: Record<number, string> = {
  400: '提交的内容无法读取，请检查格式后再提交',
  403: '不允许访问这个文件',
  404: '没有这个页面或文件，请检查地址',
  412: '内容已有变化，请刷新后再试',
  413: '提交的内容过大，请减少内容后再提交',
  415: '不支持这种内容类型，请检查后再提交',
  416: '请求的范围不正确，请重新下载',
};

const TYPES: Record<number, string> = {
  400: 'bad-request',
  403: 'forbidden',
  404: 'not-found',
  412: 'precondition-failed',
  413: 'too-large',
  415: 'unsupported-media-type',
  416: 'range-not-satisfiable',
};

const named = (status: number, title: string): AppError =>
  new AppError(TYPES[status] ?? 'bad-request', status, title);
