import { Router, type Request } from 'express';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { one, rows } from '../../core/db.ts';
import { isOneOf } from '../../core/keys.ts';
import { sharedAnswer } from '../../core/shared-answer.ts';
import type { Web } from '../app.ts';
import { health } from './health.ts';

/** A probe a second and a scrape every few seconds see the same; a flood causes no more work than one of them. */
const KEPT_MS = 3_000;

/**
 * /healthz: this process lives. /readyz: database, engine and the canary case answer. /metrics: Prometheus text, for this
 * machine and for who has the token. The two that ask database and engine answer from what was seen a moment ago.
 */
export function healthRouter(web: Web): Router {
  const router = Router();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  gauges(web, registry);
  const seenHealth = sharedAnswer(() => health(web), KEPT_MS);
  const metrics = sharedAnswer(() => registry.metrics(), KEPT_MS);
  router.use(['/healthz', '/readyz', '/metrics'], (_, response, next) => {
    response.setHeader('cache-control', 'no-store');
    next();
  });
  router.get('/healthz', (_, response) => void response.json({ ok: true }));
  router.get('/readyz', async (_, response) => {
    const seen = await seenHealth();
    response.status(seen.ok ? 200 : 503).json(seen);
  });
  router.get('/metrics', async (request, response) => {
    if (!mayMeasure(request, web.installation.metricsToken)) return void response.sendStatus(404);
    response.type(registry.contentType).send(await metrics());
  });
  return router;
}

/** What a proxy adds for whom it speaks; the connection itself then comes from this machine whoever asks. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

function mayMeasure(request: Request, token: string | undefined): boolean {
  const given = /^Bearer +(\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
  if (token !== undefined && given !== undefined && isOneOf(given, [token])) return true;
  const from = request.socket.remoteAddress ?? '';
  const near = from === '::1' || /^(::ffff:)?127\./.test(from);
  return near && FORWARDED.every((header) => request.header(header) === undefined);
}

function gauges({ db }: Web, registry: Registry): void {
  const count = async (sql: string) =>
    Number((await one<{ n: string }>(db, sql).catch(() => undefined))?.n ?? NaN);
  new Gauge({
    name: 'bihuan_outbox_waiting',
    help: 'committed commands not yet delivered',
    registers: [registry],
    async collect() {
      this.set(await count('select count(*) as n from outbox where done_at is null'));
    },
  });
  new Gauge({
    name: 'bihuan_incidents_open',
    help: 'engine incidents waiting for an operator',
    registers: [registry],
    async collect() {
      this.set(await count('select count(*) as n from incident where resolved_at is null'));
    },
  });
  new Gauge({
    name: 'bihuan_tasks_open',
    help: 'open user tasks by process',
    labelNames: ['process'],
    registers: [registry],
    async collect() {
      this.reset();
      const found = await db
        .transaction(async (trx) => {
          await trx.raw(`select set_config('bihuan.scope', 'all', true)`);
          return rows<{ process: string; n: string }>(
            trx,
            `select process, count(*) as n from task where state = 'open' group by process`,
          );
        })
        .catch(() => []);
      for (const { process, n } of found) this.set({ process }, Number(n));
    },
  });
}
