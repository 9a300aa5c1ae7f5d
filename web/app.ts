import { createHmac, randomUUID } from 'node:crypto';
import compression from 'compression';
import connectPgSimple from 'connect-pg-simple';
import express, {
  type ErrorRequestHandler,
  type Express,
  type NextFunction,
  type Request,
  type Response,
} from 'express';
import { rateLimit } from 'express-rate-limit';
import session from 'express-session';
import helmet from 'helmet';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Installation } from '../core/config.ts';
import type { Db } from '../core/db.ts';
import type { Engine } from '../core/engine.ts';
import { AppError } from '../core/errors.ts';
import { actorOf } from '../core/people.ts';
import { signals } from '../core/signals.ts';
import { adminRoutes } from './admin/admin.routes.ts';
import { incidentRoutes } from './admin/incidents.routes.ts';
import { attentionRoutes } from './admin/attention.routes.ts';
import { healthRouter } from './admin/health.routes.ts';
import { auditRoutes } from './audit/audit.routes.ts';
import { caseWebRoutes } from './cases/case-web.routes.ts';
import { caseRoutes } from './cases/cases.routes.ts';
import { escalationRoutes } from './cases/escalations.routes.ts';
import { extensionRoutes } from './cases/extensions.routes.ts';
import { itemRoutes } from './cases/items.routes.ts';
import { messageRoutes } from './cases/messages.routes.ts';
import { fileRoutes } from './files/files.routes.ts';
import { inboundRoutes } from './inbound/hotline.routes.ts';
import { eventsRouter } from './inbox/events.routes.ts';
import { taskRoutes } from './inbox/tasks.routes.ts';
import { lookupRoutes } from './lookups/lookups.routes.ts';
import { openApi } from './openapi.ts';
import { registerExcelRoutes } from './registers/excel.routes.ts';
import { registerRoutes } from './registers/registers.routes.ts';
import { unitRoutes } from './registers/units.routes.ts';
import { remembering } from './session-store.ts';
import { sessionRoutes } from './session/session.routes.ts';
import { docs, pages } from './static.ts';
import { talkRoutes } from './talks/talks.routes.ts';

declare module 'express-session' {
  interface SessionData {
    account: string;
  }
}

/** What the pages' server stands on. */
export interface Web {
  db: Db;
  engine: Engine;
  installation: Installation;
  log: Logger;
  version: string;
  brokerEpoch: string;
}

const IDLE_MS = 8 * 3600_000;
const ACTOR_CACHE_MS = 2_000;
/** Small answers, which are most, cost more to compress than to send. */
const COMPRESSED_FROM = 8 * 1024;

/**
 * The whole server as one list: security headers, session, origin check, the small apps, pages, errors. Everything
 * below /api is denied unless a route's policy allows it.
 */
export function buildApp(web: Web): { app: Express; close(): Promise<void> } {
  const app = express();
  const sessions = sessionStore(web.installation.databaseUrl);
  const all = [
    sessionRoutes(web),
    taskRoutes(web),
    caseRoutes(web),
    caseWebRoutes(web),
    auditRoutes(web),
    extensionRoutes(web),
    escalationRoutes(web),
    itemRoutes(web),
    messageRoutes(web),
    talkRoutes(web),
    fileRoutes(web),
    lookupRoutes(web),
    registerRoutes(web),
    registerExcelRoutes(web),
    unitRoutes(web),
    adminRoutes(web),
    incidentRoutes(web),
    attentionRoutes(web),
    inboundRoutes(web),
  ];
  const document = openApi(
    all.flatMap((routes) => routes.operations),
    web.version,
    web.installation.publicUrl,
  );

  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback');
  app.set('query parser', 'simple');
  app.use(headers(web.installation.publicUrl.startsWith('https')));
  app.use(compression({ threshold: COMPRESSED_FROM, filter: compressible }));
  app.use(healthRouter(web));
  app.use(
    '/api',
    express.json({ limit: '1mb', strict: true }),
    rejectControl,
    sessionOf(web, sessions.store),
    sameOrigin,
    whoIsIt(web),
  );
  app.post(
    '/api/session',
    rateLimit({
      windowMs: 60_000,
      limit: web.installation.mode === 'test' ? 10_000 : 20,
      standardHeaders: true,
      handler: tooMany,
    }),
  );
  app.get('/api/openapi.json', (_, response) => void response.json(document));
  app.use('/api/docs', docs());
  app.use('/api/events', eventsRouter(web));
  for (const { router } of all) app.use('/api', router);
  app.use('/api', () => {
    throw new AppError('not-found', 404, '没有这个接口');
  });
  app.use(pages());
  app.use(problems(web.log));
  return { app, close: sessions.close };
}

/** Live hints must not wait in a buffer. */
const compressible = (request: Request, response: Response): boolean =>
  !String(response.getHeader('content-type')).startsWith('text/event-stream') &&
  compression.filter(request, response);

function headers(https: boolean) {
  return helmet({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // antd writes its styles at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: https ? [] : null,
      },
    },
    strictTransportSecurity: https,
    crossOriginEmbedderPolicy: false,
  });
}

function sessionStore(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4, application_name: 'bihuan-sessions' });
  const Store = connectPgSimple(session);
  const store = remembering(
    new Store({
      pool,
      tableName: 'session',
      createTableIfMissing: false,
      disableTouch: true,
      pruneSessionInterval: 900,
    }),
  );
  return {
    store,
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
}

function sessionOf(web: Web, store: session.Store) {
  return session({
    name: 'bihuan',
    secret: createHmac('sha256', web.installation.secret).update('session').digest('hex'),
    store,
    resave: false,
    saveUninitialized: false,
    cookie: {
      httpOnly: true,
      sameSite: 'strict',
      secure: web.installation.publicUrl.startsWith('https'),
      maxAge: IDLE_MS,
      path: '/',
    },
  });
}

/** A page of another site must not write in the clerk's name: SameSite and, for older browsers, the Origin header. */
function sameOrigin(request: Request, _: Response, next: NextFunction): void {
  const origin = request.header('origin');
  if (request.method === 'GET' || request.method === 'HEAD' || origin === undefined) return next();
  const host = request.header('host');
  if (URL.canParse(origin) && new URL(origin).host === host) return next();
  next(new AppError('bad-origin', 403, '请求来源不正确，请从本系统页面操作'));
}

/** Postgres text cannot hold NUL; nobody types one. */
function rejectControl(request: Request, _: Response, next: NextFunction): void {
  const has = (value: unknown): boolean =>
    typeof value === 'string'
      ? value.includes('\u0000')
      : Array.isArray(value)
        ? value.some(has)
        : value !== null &&
          typeof value === 'object' &&
          Object.entries(value).some(([key, inner]) => has(key) || has(inner));
  if (has(request.body) || request.url.includes('%00'))
    return next(new AppError('bad-request', 400, '内容含有不可用的控制字符，请删除后再提交'));
  next();
}

/** Who is asking: groups are read afresh every two seconds, so that a withdrawn group soon opens nothing. */
function whoIsIt({ db }: Web) {
  const cache = new Map<string, { until: number; actor: Awaited<ReturnType<typeof actorOf>> }>();
  // Who was drawn into a team does its first task at once.
  signals.on('groups', () => cache.clear());
  return async (request: Request, _: Response, next: NextFunction): Promise<void> => {
    try {
      const account = request.session.account;
      if (account !== undefined) {
        const cached = cache.get(account);
        const fresh = cached !== undefined && cached.until > performance.now();
        const actor = fresh ? cached.actor : await actorOf(db, account);
        if (!fresh) cache.set(account, { until: performance.now() + ACTOR_CACHE_MS, actor });
        if (actor !== undefined) request.actor = actor;
      }
      next();
    } catch (error) {
      next(error);
    }
  };
}

function tooMany(_: Request, response: Response): void {
  response
    .status(429)
    .type('application/problem+json')
    .json({ type: 'too-many', status: 429, title: '登录过于频繁，请一分钟后再试' });
}

/** Every error becomes problem+json; what is not an AppError is logged whole and told as an id only. */
function problems(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    if (response.headersSent) return response.destroy() as never;
    const known = asAppError(error);
    if (known === undefined) {
      const id = randomUUID();
      log.error({ err: error, id, method: request.method, path: request.path }, 'request failed');
      response.status(500).type('application/problem+json').json({
        type: 'internal',
        status: 500,
        title: '系统出错了，已记录；您填写的内容没有丢失，请稍后再试',
        id,
      });
      return;
    }
    if (known.status === 503) response.setHeader('retry-after', String(known.extra.retryAfterSeconds ?? 5));
    response
      .status(known.status)
      .type('application/problem+json')
      .json({
        ...known.extra,
        type: known.type,
        status: known.status,
        title: known.title,
        ...(known.detail ? { detail: known.detail } : {}),
        ...(known.errors ? { errors: known.errors } : {}),
      });
  };
}

function asAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  const { type, code } = (error ?? {}) as { type?: string; code?: string };
  if (type === 'entity.parse.failed') return new AppError('bad-request', 400, '提交的内容不是正确的 JSON');
  if (type === 'entity.too.large') return new AppError('too-large', 413, '提交的内容过大');
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return new AppError('bad-request', 415, '不支持的编码');
  if (error instanceof URIError) return new AppError('bad-request', 400, '地址不正确');
  if (
    code === 'ECONNREFUSED' ||
    code === '57P01' ||
    code === '57P03' ||
    (error as Error)?.name === 'KnexTimeoutError'
  )
    return new AppError('unavailable', 503, '数据库暂时不可用，请稍后再试', {
      extra: { retryAfterSeconds: 5 },
    });
  return undefined;
}
