import { randomUUID } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { one, type Trx } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import {
  briefOf,
  dutyGroups,
  elementOf,
  FINDING_CODES,
  findingsOf,
  keepPictures,
  type FindingRow,
} from '../../core/findings.ts';
import { prepare } from '../../core/prepared.ts';
import { latestSubmission, rowsIn, textOf } from '../../core/submissions.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Opens again what the look-back found to be back (反弹), and nothing else: a duty finding with its own item; a firm's
 * hazard, whose case is sealed, as a new finding that names the old one. Out: `findings`, only these.
 */
export default verb({
  name: '重开反弹问题',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, at, acted }) {
    const looked = await latestSubmission(trx, caseId, { form: 'lookback' });
    const rows = rowsIn(looked?.data, 'sample');
    const back = rows.filter((row) => row.result === '反弹');
    for (const row of back)
      await trx.raw('update finding set due_on = ? where case_id = ? and no = ?', [
        textOf(row, 'newDueOn'),
        caseId,
        Number(row.no),
      ]);
    const numbers = back.map((row) => Number(row.no));
    const relapsed = (await findingsOf(trx, caseId, ['settled'])).filter(({ no }) => numbers.includes(no));
    if (looked === undefined || relapsed.length === 0) throw conflict('回头看没有发现反弹的问题');
    const again: FindingRow[] = [];
    for (const finding of relapsed)
      again.push(
        FINDING_CODES[finding.kind] === 'duty'
          ? await reopenItem(trx, finding, scopeOf(finding))
          : await anew(trx, finding, looked.submission_id, rows, at),
      );
    const duties = await dutyGroups(trx, again);
    acted('finding.reopened', '回头看', {
      more: {
        told: `回头看发现反弹，重新整改：${again.map(({ no }) => `问题${no}`).join('、')}`,
      },
    });
    return {
      findings: again.map((finding) => elementOf(finding, duties.get(finding.finding_id)!, scopeOf(finding))),
    };
  },
});

/** Clocks of the first handling do not go on: the finding is handled again under a new date. */
const scopeOf = ({ finding_id, due_on }: FindingRow): string => `${finding_id}-${due_on}`;

async function reopenItem(trx: Trx, finding: FindingRow, scope: string): Promise<FindingRow> {
  const { case_id, no, fact, demand, due_on } = finding;
  await trx.raw(
    `update item set state = 'open', closed_at = null, rectify_by = ?, overdue_at = null where item_id = ?`,
    [due_on, finding.finding_id],
  );
  await prepare(trx, case_id, 'problem', `问题${no}（反弹）：${fact}\n要求：${demand}`, scope);
  return finding;
}

async function anew(
  trx: Trx,
  old: FindingRow,
  submissionId: string,
  sample: Record<string, unknown>[],
  at: Date,
): Promise<FindingRow> {
  const row = sample.findIndex(({ no }) => Number(no) === old.no);
  const { n } = (await one<{ n: number }>(
    trx,
    'select max(no)::int + 1 as n from finding where case_id = ?',
    [old.case_id],
  ))!;
  const fresh: FindingRow = {
    ...old,
    finding_id: randomUUID(),
    no: n,
    submission_id: submissionId,
    row_no: row,
    fact: `（问题${old.no}反弹）${old.fact}`,
    objection: null,
  };
  await trx('finding').insert({ ...fresh, registered_at: at });
  await keepPictures(trx, fresh, at);
  await prepare(trx, old.case_id, 'brief', briefOf(fresh), fresh.finding_id);
  return fresh;
}
