import { listAlarms, settleAlarm } from '../../core/alarms.ts';
import { asSystem } from '../../core/db.ts';
import { MESSAGE_NAMES } from '../../core/message-names.ts';
import { pendingTriggers, replayTrigger, replayTriggers } from '../../core/pending-triggers.ts';
import { namesOf } from '../../core/people.ts';
import { require } from '../../core/policies.ts';
import type { Web } from '../app.ts';
import { Routes, uuidParam } from '../routing.ts';

/** What waits for an operator besides incidents: messages without receiver, limits that climbed to an empty desk. */
export function attentionRoutes({ db }: Web): Routes {
  const routes = new Routes();

  routes.get('/operator/triggers', { summary: '待启动的消息', tag: '运维' }, async ({ actor }) => {
    require(actor, 'operator.read');
    const items = await asSystem(db, pendingTriggers);
    return { items: items.map((one) => ({ ...one, nameZh: MESSAGE_NAMES[one.name] ?? one.name })) };
  });
  routes.post(
    '/operator/triggers/start',
    { summary: '启动全部可启动的消息', tag: '运维' },
    async ({ actor }) => {
      require(actor, 'operator.repair');
      return { started: await asSystem(db, (trx) => replayTriggers(trx, actor)) };
    },
  );
  routes.post(
    '/operator/triggers/:triggerId/start',
    { summary: '启动一条待启动的消息（只启动一次）', tag: '运维' },
    async ({ actor, params }) => {
      require(actor, 'operator.repair');
      const { how } = await asSystem(db, (trx) => replayTrigger(trx, actor, uuidParam(params, 'triggerId')));
      return { how };
    },
  );

  routes.get('/operator/alarms', { summary: '无人岗位告警', tag: '运维' }, async ({ actor }) => {
    require(actor, 'operator.read');
    return asSystem(db, async (trx) => {
      const alarms = await listAlarms(trx);
      const names = await namesOf(
        trx,
        alarms.flatMap(({ doneBy }) => doneBy ?? []),
      );
      return {
        items: alarms.map((one) => ({
          ...one,
          doneByName: one.doneBy && (names.get(one.doneBy) ?? one.doneBy),
        })),
      };
    });
  });
  routes.post(
    '/operator/alarms/:alarmId/done',
    { summary: '告警已处理', tag: '运维' },
    async ({ actor, params }) => {
      require(actor, 'operator.repair');
      await asSystem(db, (trx) => settleAlarm(trx, actor, uuidParam(params, 'alarmId')));
      return {};
    },
  );
  return routes;
}
