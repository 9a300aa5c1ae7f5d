import { isUtf8 } from 'node:buffer';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { AppError, badRequest } from '../core/errors.ts';
import { isStorable } from '../core/storable.ts';

/** How much of a body is read: from somebody nobody knows yet as much as a log-in needs, else as much as a form can hold. */
export const BODY_LIMIT = {
  stranger: 16 * 1024,
  known: 1024 * 1024,
  /** Levels of nesting. The deepest form has five; what walks a value by recursion must never meet thousands. */
  depth: 64,
  /** Members in all. */
  values: 50_000,
};

const JSON_TYPE = 'application/json';
const reader = (limit: number) =>
  express.json({ limit, strict: true, type: JSON_TYPE, verify: (_, __, bytes) => mustBeReadable(bytes) });
const readers = { stranger: reader(BODY_LIMIT.stranger), known: reader(BODY_LIMIT.known) };

/** Who sends the body: somebody who has shown a session or a token, or anybody. */
export type Sender = 'stranger' | 'known';

/**
 * Read a JSON body into `request.body`, after it is known who sends it. Throws 400 (not JSON, nested too deeply), 413
 * (too much) or 415 (another type or encoding).
 */
export async function readBody(request: Request, response: Response, sender: Sender): Promise<void> {
  if (!hasBody(request)) return;
  mustBe(request, JSON_TYPE, '提交的内容类型不正确，请以 JSON 提交（application/json）');
  mustBeUtf8(request);
  await run(readers[sender], request, response);
  look(request.body, () => {});
}

/** A body of several parts is read by its route; here only its type is looked at. Throws 415. */
export function mustBeMultipart(request: Request): void {
  if (hasBody(request))
    mustBe(request, 'multipart/form-data', '提交的内容类型不正确，请以表单上传文件（multipart/form-data）');
}

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function mustBe(request: Request, type: string, title: string): void {
  if (!request.is(type)) throw new AppError('unsupported-media-type', 415, title);
}

/** JSON is UTF-8 (RFC 8259); the parser would take anything whose name begins alike, as UTF-7. */
function mustBeUtf8(request: Request): void {
  const [, charset] = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '') ?? [];
  if (charset !== undefined && !/^utf-?8$/i.test(charset))
    throw new AppError('unsupported-media-type', 415, '不支持这种字符编码，请用 UTF-8 提交');
}

/** What says it is UTF-8 and is not would be stored with a mark in the place of each character. Named in problems.ts. */
function mustBeReadable(bytes: Buffer): void {
  if (!isUtf8(bytes)) throw new Error('body is not UTF-8');
}

const run = (handler: RequestHandler, request: Request, response: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    void handler(request, response, (error?: unknown) => (error ? reject(error as Error) : resolve()));
  });

/** A value that waits to be looked at, and where it stands. */
interface Waiting {
  value: unknown;
  key: string;
  depth: number;
  up: Waiting | null;
}

/**
 * Texts and keys that no database keeps are refused with the field: NUL, and half characters in keys. (Those in texts
 * were mended before, see tidy.ts.) Throws 400.
 */
export function mustBeKeepable(body: unknown): void {
  look(body, (text, at) => {
    if (!isStorable(text)) throw unkeepable(text, at);
  });
}

/** Walks without recursion: a body may be nested more deeply than the stack is high. Throws 400 and 413 for too much. */
function look(body: unknown, at: (text: string, where: Waiting) => void): void {
  const waiting: Waiting[] = [{ value: body, key: '', depth: 0, up: null }];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (typeof one.value === 'string') at(one.value, one);
    if (typeof one.value !== 'object' || one.value === null) continue;
    mustNotBeTooDeep(one.depth);
    const members = Object.entries(one.value);
    if (waiting.length + members.length > BODY_LIMIT.values) throw tooMuch();
    for (const [key, value] of members) {
      at(key, one);
      waiting.push({ value, key, depth: one.depth + 1, up: one });
    }
  }
}

function mustNotBeTooDeep(depth: number): void {
  if (depth >= BODY_LIMIT.depth)
    throw badRequest(`提交的内容层级过多（最多 ${BODY_LIMIT.depth} 层），请减少嵌套后再提交`);
}

const tooMuch = (): AppError => new AppError('too-large', 413, '提交的内容项目过多，请分次提交');

function unkeepable(text: string, at: Waiting): AppError {
  const title = text.includes('\u0000')
    ? '内容含有不可用的控制字符，请删除后再提交'
    : '内容含有不完整的字符（例如被截断的表情符号），请删除后再提交';
  return badRequest(title, [{ path: pathTo(at), message: title }]);
}

/** As forms name their fields: what wraps them (`data`, `values`) is no part of the name. */
function pathTo(at: Waiting): string {
  const keys: string[] = [];
  for (let one: Waiting | null = at; one !== null && one.up !== null; one = one.up)
    keys.unshift(one.key.toWellFormed().slice(0, 80));
  if (keys[0] === 'data' || keys[0] === 'values') keys.shift();
  return keys.join('.');
}
