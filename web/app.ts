import compression from 'compression';
import connectPgSimple from 'connect-pg-simple';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import session from 'express-session';
import helmet from 'helmet';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Installation } from '../core/config.ts';
import type { Db } from '../core/db.ts';
import type { Engine } from '../core/engine.ts';
import { actorOf } from '../core/people.ts';
import { signals } from '../core/signals.ts';
import { refuseOddAddress } from './address.ts';
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
import { draftRoutes } from './drafts/drafts.routes.ts';
import { fileRoutes } from './files/files.routes.ts';
import { inboundDoor } from './inbound/door.ts';
import { inboundRoutes } from './inbound/hotline.routes.ts';
import { keeperRoutes } from './keeper/keeper.routes.ts';
import { EVENTS, eventsRouter } from './inbox/events.routes.ts';
import { taskRoutes } from './inbox/tasks.routes.ts';
import { lookupRoutes } from './lookups/lookups.routes.ts';
import { knownMethods } from './methods.ts';
import { openApi } from './openapi.ts';
import { nothingHere, problems } from './problems.ts';
import { registerExcelRoutes } from './registers/excel.routes.ts';
import { registerRoutes } from './registers/registers.routes.ts';
import { unitRoutes } from './registers/units.routes.ts';
import { devicePermissions, keptNowhere } from './kept-nowhere.ts';
import { ownOrigin } from './origin.ts';
import type { SampleStage } from './sample/progress.ts';
import { sampleRoutes } from './sample/sample.routes.ts';
import { remembering } from './session-store.ts';
import { fewFailures } from './session/few-failures.ts';
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
  /** Who plays sample cases; in a demo only. */
  sample?: SampleStage;
}

/** A session ends so long after its log-in, however busy it was. */
const SESSION_MS = 8 * 3600_000;
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
    sampleRoutes(web),
    taskRoutes(web),
    caseRoutes(web),
    caseWebRoutes(web),
    keeperRoutes(web),
    auditRoutes(web),
    extensionRoutes(web),
    escalationRoutes(web),
    itemRoutes(web),
    messageRoutes(web),
    talkRoutes(web),
    draftRoutes(web),
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
  const operations = [EVENTS, ...all.flatMap((routes) => routes.operations)];
  // Written once: whoever is not logged in may ask for it as often as he likes.
  const document = JSON.stringify(openApi(operations, web.version, web.installation.publicUrl));

  app.disable('x-powered-by');
  app.set('trust proxy', web.installation.trustedProxy ?? false);
  app.set('query parser', 'simple');
  app.use(headers(web.installation.publicUrl.startsWith('https')));
  app.use(compression({ threshold: COMPRESSED_FROM, filter: compressible }));
  app.use(devicePermissions);
  app.use(healthRouter(web));
  app.use(refuseOddAddress);
  app.use('/api', keptNowhere, ownOrigin(web.installation, web.log));
  app.get('/api/openapi.json', (_, response) => void response.type('json').send(document));
  app.use('/api/docs', docs());
  app.use('/api', knownMethods(operations));
  app.use('/api/inbound', ...inboundDoor(web));
  // Bodies are read by each route, when it is known who sends them (routing.ts).
  app.use('/api', sessionOf(web, sessions.store), whoIsIt(web));
  app.post('/api/session', fewFailures(web.installation));
  app.use('/api/events', eventsRouter(web));
  for (const { router } of all) app.use('/api', router);
  app.use(pages());
  app.use(nothingHere);
  app.use(problems(web.log));
  return { app, close: sessions.close };
}

/** Live hints must not wait in a buffer. */
const compressible = (request: Request, response: Response): boolean =>
  !String(response.getHeader('content-type')).startsWith('text/event-stream') &&
  // To press these costs more than a log-in, and anybody may ask for them (pressed.ts).
  !/^\/(api\/docs|assets)\//.test(request.originalUrl) &&
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
    // The first signs; the others still verify what they signed before a rotation.
    secret: web.installation.keys.session.map(({ value }) => value),
    store,
    resave: false,
    saveUninitialized: false,
    // Who has an https address stands behind a proxy that speaks it; only its word makes a cookie `Secure`.
    proxy: web.installation.publicUrl.startsWith('https'),
    cookie: {
      httpOnly: true,
      sameSite: 'strict',
      secure: web.installation.publicUrl.startsWith('https'),
      maxAge: SESSION_MS,
      path: '/',
    },
  });
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
