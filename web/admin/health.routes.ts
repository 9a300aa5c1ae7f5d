import { Router } from 'express';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { asSystem, one, rows } from '../../core/db.ts';
import type { Web } from '../app.ts';
import { health } from './health.ts';

/** /healthz: this process lives. /readyz: database, engine and the canary case answer. /metrics: Prometheus text. */
export function healthRouter(web: Web): Router {
  const router = Router();
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  gauges(web, registry);
  router.get('/healthz', (_, response) => void response.json({ ok: true }));
  router.get('/readyz', async (_, response) => {
    const seen = await health(web);
    response.status(seen.ok ? 200 : 503).json(seen);
  });
  router.get('/metrics', async (_, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}

function gauges({ db }: Web, registry: Registry): void {
  const count = async (sql: string) =>
    Number((await asSystem(db, (trx) => one<{ n: string }>(trx, sql)).catch(() => undefined))?.n ?? NaN);
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
      const found = await asSystem(db, (trx) =>
        rows<{ process: string; n: string }>(
          trx,
          `select process, count(*) as n from task where state = 'open' group by process`,
        ),
      ).catch(() => []);
      for (const { process, n } of found) this.set({ process }, Number(n));
    },
  });
}
