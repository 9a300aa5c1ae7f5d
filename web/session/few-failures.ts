import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Installation } from '../../core/config.ts';

/**
 * Wrong passwords a minute from one address, whatever the accounts: each costs as much as a good one. Those who log in
 * rightly and those who were refused unseen are not counted in the end, but every request is while it is under way; so it
 * is much more than an office that comes at nine at once.
 */
const MOST = 300;

/** The limit of work that one address can cause without an account. Tests fail on purpose, and more often. */
export const fewFailures = ({ mode }: Pick<Installation, 'mode'>): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: mode === 'test' ? 10_000 : MOST,
    standardHeaders: true,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_, { statusCode }) => statusCode !== 401,
    // Whose word on addresses counts is ours to decide (BIHUAN_TRUSTED_PROXY), and nobody's need not be a mistake.
    validate: { xForwardedForHeader: false },
    handler: (_, response) =>
      void response
        .status(429)
        .type('application/problem+json')
        .json({ type: 'too-many', status: 429, title: '登录失败过于频繁，请一分钟后再试' }),
  });
