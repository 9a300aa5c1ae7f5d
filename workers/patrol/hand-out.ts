import { Type } from '@sinclair/typebox';
import { nameObjects } from '../../core/cases.ts';
import { one, rows, type Trx } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import { patrolObjects, scopeOfObject } from '../../core/findings.ts';
import { namesBehind } from '../../core/people.ts';
import { prepare } from '../../core/prepared.ts';
import { latestSubmission } from '../../core/submissions.ts';
import { count, uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Gives every unit of the approved plan its part of the checklist: the rows for its kind, and those meant for it alone.
 * Out: `objects`, the elements of the multi-instances. Throws 409 for a unit that no longer exists or has no rows.
 */
export default verb({
  name: '分发检查表',
  input: Type.Object({ caseId: uuid, checklistVersion: count }),
  async run({ input, caseId, trx, acted }) {
    const plan = await latestSubmission(trx, caseId, { form: 'patrol.plan' });
    const objects = await patrolObjects(trx, (plan?.data.objects as string[] | undefined) ?? []);
    if (objects.length === 0) throw conflict('巡查方案里没有可以巡查的单位');
    const names = await namesBehind(
      trx,
      objects.map(({ id }) => id),
    );
    const handed: Record<string, number> = {};
    for (const { id } of objects) {
      const checks = await checksFor(trx, input.checklistVersion, id);
      if (checks.length === 0) throw conflict(`检查表中没有适用于${names.get(id) ?? id}的检查项`);
      await prepare(trx, caseId, 'checks', checks, scopeOfObject(caseId, id));
      handed[names.get(id) ?? id] = checks.length;
    }
    const visited = objects.map(({ id }) => names.get(id) ?? id);
    await prepare(trx, caseId, 'objectNames', visited.join('、'));
    await nameObjects(trx, caseId, visited);
    const parts = Object.entries(handed).map(([name, items]) => `${name}${items}项`);
    acted('patrol.handed-out', '检查表', {
      more: { told: `向${objects.length}个单位分发检查表：${parts.join('、')}` },
    });
    return { objects };
  },
});

async function checksFor(
  trx: Trx,
  version: number,
  unitId: string,
): Promise<{ no: string; clause: string }[]> {
  const unit = await one<{ kind: string }>(trx, 'select kind from unit where unit_id = ?', [unitId]);
  const kind = unit?.kind === 'street' || unit?.kind === 'soe' ? unit.kind : 'department';
  const found = await rows<{ no: number; clause: string; basis: string }>(
    trx,
    `select no, clause, basis from checklist_row
     where version = ? and applies_to = ? and (unit_ids = '{}' or ? = any(unit_ids)) order by no`,
    [version, kind, unitId],
  );
  return found.map(({ no, clause, basis }) => ({
    no: String(no),
    clause: basis ? `${clause}（${basis}）` : clause,
  }));
}
