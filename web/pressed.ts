import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RequestHandler } from 'express';

const press = promisify(gzip);
const NAME = /^\/assets\/([\w.-]+\.(js|css))$/;

/**
 * Scripts and styles, pressed once and kept: to press the largest costs more than a log-in, and anybody may ask for it.
 * Their names carry a hash of their content, so what is kept stays true. In: the folder of the built pages. Passes on
 * whatever it does not have.
 */
export function pressedAssets(pages: string): RequestHandler {
  const kept = new Map<string, Promise<Buffer>>();
  return async (request, response, next) => {
    const [, name, ending] = NAME.exec(request.path) ?? [];
    if (name === undefined || !['GET', 'HEAD'].includes(request.method) || !request.acceptsEncodings('gzip'))
      return next();
    if (!kept.has(name))
      kept.set(
        name,
        readFile(`${pages}assets/${name}`).then((bytes) => press(bytes, { level: 9 })),
      );
    try {
      const bytes = await kept.get(name)!;
      response.setHeader('content-encoding', 'gzip');
      response.setHeader('vary', 'accept-encoding');
      response.setHeader('cache-control', 'public, max-age=31536000, immutable');
      response.type(ending!).send(bytes);
    } catch {
      // No such file, or it is being built.
      kept.delete(name);
      next();
    }
  };
}
