import type { RequestHandler } from 'express';
import { AppError } from '../core/errors.ts';
import type { Operation } from './operation.ts';

/**
 * What an address of the API can be asked: another method gets 405 with `Allow`, OPTIONS the list, an unknown address
 * 404. Stands before the routes, so that neither costs more than a look.
 */
export function knownMethods(operations: readonly Pick<Operation, 'method' | 'path'>[]): RequestHandler {
  const known = operations.map(({ method, path }) => ({ method: method.toUpperCase(), is: shapeOf(path) }));
  return (request, response, next) => {
    const methods = new Set(known.filter(({ is }) => is.test(request.path)).map(({ method }) => method));
    if (methods.size === 0) throw new AppError('not-found', 404, '没有这个接口，请检查地址');
    if (methods.has('GET')) methods.add('HEAD');
    if (methods.has(request.method)) return next();
    response.setHeader('allow', [...methods, 'OPTIONS'].sort().join(', '));
    if (request.method === 'OPTIONS') return void response.status(204).end();
    throw new AppError('method-not-allowed', 405, `这个地址不支持 ${request.method}，请检查请求方法`);
  };
}

/** As Express matches: a parameter is one segment, letters count alike, a slash at the end does not matter. */
const shapeOf = (path: string): RegExp => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}/?$`, 'i');
