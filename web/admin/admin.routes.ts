import { Type } from '@sinclair/typebox';
import { asSystem, one, rows } from '../../core/db.ts';
import { badRequest, notFound } from '../../core/errors.ts';
import { fsck, repair } from '../../core/fsck.ts';
import { moveClock } from '../../core/installation.ts';
import { require } from '../../core/policies.ts';
import { clockOffsetMs, now } from '../../core/time.ts';
import type { Web } from '../app.ts';
import { Routes } from '../routing.ts';
import { health } from './health.ts';

const Move = Type.Object(
  {
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 400 })),
    hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 9_600 })),
    to: Type.Optional(Type.String({ maxLength: 40 })),
  },
  { additionalProperties: false },
);
const HOUR_MS = 3_600_000;

/** 运行维护: health, outbox, consistency, the demo clock. Shows no business data: numbers, keys, step names. */
export function adminRoutes(web: Web): Routes {
  const { db, installation } = web;
  const routes = new Routes();

  routes.get('/operator/health', { summary: '运行状况', tag: '运维' }, async ({ actor }) => {
    require(actor, 'operator.read');
    const seen = await health(web);
    const outbox = await asSystem(db, (trx) =>
      one<{ n: string; age: string | null }>(
        trx,
        `select count(*) as n, extract(epoch from clock_timestamp() - min(created_at)) as age from outbox where done_at is null`,
      ),
    );
    const failed = await asSystem(db, (trx) =>
      rows(
        trx,
        `select outbox_id as "outboxId", kind, attempts, last_error as "lastError", created_at as "createdAt" from outbox
       where done_at is null and attempts > 0 order by outbox_id limit 50`,
      ),
    );
    const records = await asSystem(db, (trx) =>
      one<{ at: Date | null; position: string | null }>(
        trx,
        `select at, position from engine_record order by broker_epoch, partition_id, position desc limit 1`,
      ),
    );
    const odd = await one<{ n: string }>(db, 'select count(*) as n from record_quarantine');
    const alarms = await asSystem(db, (trx) =>
      one<{ n: string }>(trx, 'select count(*) as n from operator_alarm where done_at is null'),
    );
    const jobs = await asSystem(db, (trx) =>
      rows(
        trx,
        `select type, count(*)::int as n from job_effect where at > ?::timestamptz - interval '1 hour' group by type order by n desc`,
        [now()],
      ),
    );
    return {
      ...seen,
      outbox: {
        waiting: Number(outbox?.n ?? 0),
        oldestSeconds: outbox?.age ? Math.round(Number(outbox.age)) : 0,
        failed,
      },
      listener: {
        lastRecordAt: records?.at ?? null,
        position: records?.position ?? null,
        quarantined: Number(odd?.n ?? 0),
      },
      alarms: { open: Number(alarms?.n ?? 0) },
      clock: { now: now().toISOString(), offsetMs: clockOffsetMs() },
      jobs: { byType: jobs },
    };
  });

  routes.post(
    '/operator/outbox/:outboxId/retry',
    { summary: '重发指令', tag: '运维', status: 202 },
    async ({ actor, params }) => {
      require(actor, 'operator.repair');
      if (!/^\d{1,18}$/.test(params.outboxId ?? '')) throw notFound();
      await asSystem(db, (trx) =>
        trx.raw(
          'update outbox set available_at = clock_timestamp() where outbox_id = ? and done_at is null',
          [params.outboxId!],
        ),
      );
      return {};
    },
  );

  routes.get('/operator/fsck', { summary: '一致性检查', tag: '运维' }, async ({ actor }) => {
    require(actor, 'operator.read');
    const findings = await asSystem(db, (trx) => fsck(trx));
    return {
      ok: findings.length === 0,
      findings: findings.map(({ invariant, message, ref, repair: mend }) => ({
        invariant,
        message,
        ref,
        repairable: mend !== undefined,
      })),
    };
  });
  routes.post('/operator/fsck/repair', { summary: '一键修复', tag: '运维' }, async ({ actor }) => {
    require(actor, 'operator.repair');
    return { repaired: await asSystem(db, repair) };
  });

  routes.post(
    '/operator/clock',
    { summary: '拨快演示时钟', tag: '运维', body: Move },
    async ({ actor, body }) => {
      if (installation.mode === 'production') throw notFound('没有这个接口');
      require(actor, 'clock.move');
      return { now: (await moveClock(db, installation.mode, actor.account, target(body))).toISOString() };
    },
  );
  return routes;
}

function target(move: { days?: number; hours?: number; to?: string }): Date {
  if (move.to !== undefined) {
    const to = new Date(move.to);
    if (Number.isNaN(to.getTime()))
      throw badRequest('时间格式不正确', [
        { path: 'to', message: '请用 ISO 时间，例如 2026-03-02T09:00:00+08:00' },
      ]);
    return to;
  }
  const ahead = (move.days ?? 0) * 24 * HOUR_MS + (move.hours ?? 0) * HOUR_MS;
  if (ahead === 0)
    throw badRequest('请说明要拨快多少', [{ path: 'days', message: '天数、小时数或目标时间至少填一项' }]);
  return new Date(now().getTime() + ahead);
}
