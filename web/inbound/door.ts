import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { AppError } from '../../core/errors.ts';
import { hotlineMay } from '../../core/hotline.ts';
import type { Web } from '../app.ts';
import { pushReader } from './read-push.ts';

/** Pushes that one address may send in a minute: far more than a district's hotline has in an hour. */
const PER_MINUTE = 600;
/** Tests push from one address. */
const PER_MINUTE_IN_TESTS = 100_000;

/**
 * What stands before the interfaces for other platforms, in this order: how often an address asks, its token, and only then its body,
 * which is bounded. Nobody without the token can make the server read or check anything.
 */
export function inboundDoor(web: Web): RequestHandler[] {
  return [
    rateLimit({
      windowMs: 60_000,
      limit: web.installation.mode === 'test' ? PER_MINUTE_IN_TESTS : PER_MINUTE,
      standardHeaders: true,
      handler: tooMany,
    }),
    (request: Request, _: Response, next: NextFunction) => {
      tokenProof(web)(request.header('authorization'));
      next();
    },
    ...pushReader(),
  ];
}

/** Throws 401 unless the platform's token is given. */
export const tokenProof =
  ({ installation }: Web) =>
  (authorization: string | undefined): void => {
    if (!hotlineMay(authorization, installation.keys.hotline))
      throw new AppError('unauthenticated', 401, '接口令牌不正确');
  };

function tooMany(_: Request, response: Response): void {
  response
    .status(429)
    .type('application/problem+json')
    .json({ type: 'too-many', status: 429, title: '推送过于频繁，请一分钟后再推送' });
}
