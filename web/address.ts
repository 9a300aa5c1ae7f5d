import type { NextFunction, Request, Response } from 'express';
import { AppError, badRequest } from '../core/errors.ts';

/** No address of ours is half as long: search texts have at most 100 characters, cursors 2,000. */
const ADDRESS_MAX = 8_000;

/** First of all, before anything is asked of the database: addresses that cannot be any of ours. Throws 400, 414. */
export function refuseOddAddress(request: Request, _: Response, next: NextFunction): void {
  if (request.headers.host === undefined && request.httpVersion !== '1.0')
    throw badRequest('请求缺少 Host，请检查后再试');
  if (request.url.length > ADDRESS_MAX)
    throw new AppError('uri-too-long', 414, '地址过长，请缩短查询条件后再试');
  // Postgres text cannot hold NUL; nobody types one.
  if (request.url.includes('%00')) throw badRequest('内容含有不可用的控制字符，请删除后再提交');
  next();
}
