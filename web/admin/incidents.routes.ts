import { Type } from '@sinclair/typebox';
import { asSystem, one } from '../../core/db.ts';
import { definition } from '../../core/definitions.ts';
import { notFound } from '../../core/errors.ts';
import { require } from '../../core/policies.ts';
import { mendable, mendStep, stoppedSteps, withdrawCase, type StoppedStep } from '../../core/stopped.ts';
import { now } from '../../core/time.ts';
import { incidentWord, VARIABLE, wordOf } from '../../core/words.ts';
import type { Web } from '../app.ts';
import { processName } from '../present.ts';
import { Routes } from '../routing.ts';

const reason = Type.String({ minLength: 5, maxLength: 200, description: '理由' });
const Mend = Type.Object(
  { name: Type.String({ maxLength: 60 }), value: Type.String({ minLength: 1, maxLength: 100 }), reason },
  { additionalProperties: false },
);
const Withdraw = Type.Object(
  { reason, caseNo: Type.String({ maxLength: 80, description: '再次写明案号，以示确认' }) },
  { additionalProperties: false },
);

/** 流程故障: steps at which the engine stands still, and what an operator can do: try again, set right, withdraw. */
export function incidentRoutes({ db, engine, brokerEpoch }: Web): Routes {
  const routes = new Routes();
  const key = (params: Record<string, string | undefined>) => params.incidentKey ?? '';

  routes.get('/operator/incidents', { summary: '引擎异常', tag: '运维' }, async ({ actor }) => {
    require(actor, 'operator.read');
    const found = await asSystem(db, (trx) => stoppedSteps(trx, brokerEpoch));
    return { items: await Promise.all(found.map(shown)) };
  });

  const shown = async (step: StoppedStep) => {
    const deployed = step.definition_key === null ? undefined : await definition(db, step.definition_key);
    const ofCase = step.case_id !== null && deployed !== undefined;
    return {
      incidentKey: step.incident_key,
      caseNo: step.case_no,
      elementId: step.element_id,
      elementName: deployed?.meta.elements.get(step.element_id)?.name || '系统步骤',
      process: step.process ? await processName(db, step.process) : '',
      wrong: incidentWord(step.error_type),
      errorType: step.error_type,
      message: step.message,
      at: step.at.toISOString(),
      jobKey: step.job_key,
      mendable: (ofCase ? mendable(deployed, step.element_id) : []).map((name) => ({
        name,
        label: wordOf(VARIABLE, name in VARIABLE ? name : 'other'),
      })),
      withdrawable: ofCase && (step.status === 'open' || step.status === 'opening'),
    };
  };

  routes.post(
    '/operator/incidents/:incidentKey/retry',
    { summary: '重试异常', tag: '运维', status: 202 },
    async ({ actor, params }) => {
      require(actor, 'operator.repair');
      const row = await one<{ job_key: string | null }>(
        db,
        'select job_key from incident where incident_key = ? and broker_epoch = ? and resolved_at is null',
        [key(params), brokerEpoch],
      );
      if (row === undefined) throw notFound('没有找到这条异常，可能已经解决');
      const result = await engine.retryIncident(key(params), row.job_key);
      await db.raw('update incident set resolved_by = ? where incident_key = ?', [
        actor.account,
        key(params),
      ]);
      await db.raw(`insert into security_event (at, actor, act, body) values (?, ?, 'incident.retried', ?)`, [
        now(),
        actor.account,
        JSON.stringify({ incidentKey: key(params) }),
      ]);
      return { result };
    },
  );

  routes.post(
    '/operator/incidents/:incidentKey/mend',
    { summary: '更正变量并重试', tag: '运维', body: Mend, status: 202 },
    async ({ actor, params, body }) => {
      await asSystem(db, (trx) => mendStep(trx, actor, brokerEpoch, key(params), body));
      return {};
    },
  );

  routes.post(
    '/operator/incidents/:incidentKey/withdraw',
    { summary: '撤销案件', tag: '运维', body: Withdraw, status: 202 },
    ({ actor, params, body }) =>
      asSystem(db, (trx) => withdrawCase(trx, actor, brokerEpoch, key(params), body)),
  );
  return routes;
}
