import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Installation } from '../../core/config.ts';

/**
 * Failed log-ins a minute from one address, whatever the accounts: each costs as much as a good one. An office behind one
 * address is as many people as it is; who logs in rightly is not counted.
 */
const MOST = 100;

/** The limit of work that one address can cause without an account. Tests fail on purpose, and more often. */
export const fewFailures = ({ mode }: Pick<Installation, 'mode'>): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: mode === 'test' ? 10_000 : MOST,
    standardHeaders: true,
    skipSuccessfulRequests: true,
    handler: (_, response) =>
      void response
        .status(429)
        .type('application/problem+json')
        .json({ type: 'too-many', status: 429, title: '登录失败过于频繁，请一分钟后再试' }),
  });
