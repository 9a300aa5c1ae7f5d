import { Type } from '@sinclair/typebox';
import { patrolObjects } from '../../core/findings.ts';
import { amountOf } from '../../core/limit.ts';
import { namesBehind } from '../../core/people.ts';
import { latestSubmission, rowsIn, textOf } from '../../core/submissions.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

interface Deduction {
  unit: string;
  clause: string;
  deduct: number;
  basis: string;
}

/**
 * Enters the scores of the approved report in the register of the district's appraisal: each deduction with its clause,
 * and the points left to the unit. Gives the case its outcome.
 */
export default verb({
  name: '计入综合考核',
  input: Type.Object({ caseId: uuid, objects: Type.Array(Type.Object({ id: Type.String() })) }),
  async run({ input, caseId, trx, at, acted }) {
    const report = (await latestSubmission(trx, caseId, { form: 'patrol.report' }))?.data;
    const deductions = mergeClauses(rowsIn(report, 'scores'));
    const { max: full } = await amountOf(trx, 'patrol.score.full');
    const units = await patrolObjects(trx, [
      ...input.objects.map(({ id }) => id),
      ...deductions.map(({ unit }) => unit),
    ]);
    const scores = units.flatMap(({ id }) => {
      const own = deductions.filter(({ unit }) => unit === id);
      const total = Math.max(0, full - own.reduce((sum, { deduct }) => sum + deduct, 0));
      const lines = own.length > 0 ? own : [{ unit: id, clause: '', deduct: 0, basis: '未扣分' }];
      return lines.map((line) => ({ ...line, total }));
    });
    if (scores.length > 0)
      await trx('appraisal_score')
        .insert(
          scores.map(({ unit, ...line }) => ({
            ...line,
            score_id: trx.raw('gen_random_uuid()'),
            case_id: caseId,
            unit_id: unit,
            posted_at: at,
          })),
        )
        .onConflict()
        .ignore();
    await trx.raw(`update cases set outcome = 'completed', outcome_reason = ? where case_id = ?`, [
      `巡查${units.length}个单位，得分已计入综合考核`,
      caseId,
    ]);
    const names = await namesBehind(
      trx,
      units.map(({ id }) => id),
    );
    const told = new Map(scores.map(({ unit, total }) => [names.get(unit) ?? unit, total]));
    acted('score.posted', '综合考核', {
      more: {
        told: `得分计入综合考核：${[...told].map(([name, total]) => `${name}${total}分`).join('、')}`,
        scores,
      },
    });
    return {};
  },
});

/** The register holds one row for each unit and clause: what one clause cost several times stands together. */
function mergeClauses(lines: readonly Record<string, unknown>[]): Deduction[] {
  const merged = new Map<string, Deduction>();
  for (const line of lines) {
    const [unit, clause, basis] = [textOf(line, 'unit'), textOf(line, 'clause'), textOf(line, 'basis')];
    const before = merged.get(`${unit} ${clause}`);
    merged.set(`${unit} ${clause}`, {
      unit,
      clause,
      deduct: (before?.deduct ?? 0) + Number(line.deduct ?? 0),
      basis: [before?.basis, basis].filter(Boolean).join('；'),
    });
  }
  return [...merged.values()];
}
