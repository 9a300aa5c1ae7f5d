import { Type } from '@sinclair/typebox';
import {
  briefOf,
  dutyGroups,
  elementOf,
  FINDING_CODES,
  findingsOf,
  keepPictures,
  withdrawnWords,
  type FindingRow,
} from '../../core/findings.ts';
import { createItem } from '../../core/items.ts';
import { prepare } from '../../core/prepared.ts';
import { latestSubmission, rowsIn, textOf } from '../../core/submissions.ts';
import type { Trx } from '../../core/db.ts';
import { layOutPapers } from '../../core/finding-papers.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

/**
 * Makes the list final: what the head withdrew after an objection keeps its row and reason; every other finding gets its
 * pictures as evidence, and what its way needs: a duty finding its item, a firm's hazard the brief for hazard-dispatch.
 * Lays out report and feedback. Out: `findings`, the elements of 问题分类处置.
 */
export default verb({
  name: '确定问题',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, at, acted }) {
    await withdraw(trx, caseId);
    const open = await findingsOf(trx, caseId, ['registered']);
    await trx.raw(`update finding set state = 'settled' where case_id = ? and state = 'registered'`, [
      caseId,
    ]);
    const duties = await dutyGroups(trx, open);
    for (const finding of open) {
      await keepPictures(trx, finding, at);
      await layOutMatter(trx, caseId, finding, duties.get(finding.finding_id)!.group, at);
    }
    await layOutPapers(trx, caseId);
    const withdrawn = await findingsOf(trx, caseId, ['withdrawn']);
    acted('finding.settled', '问题清单', {
      more: { told: `确定问题${open.length}个${withdrawnWords(withdrawn)}` },
    });
    return { findings: open.map((finding) => elementOf(finding, duties.get(finding.finding_id)!)) };
  },
});

async function withdraw(trx: Trx, caseId: string): Promise<void> {
  const ruled = (await latestSubmission(trx, caseId, { form: 'patrol.reconsider' }))?.data;
  for (const row of rowsIn(ruled, 'findings'))
    if (row.ruling === '撤销')
      await trx.raw(
        `update finding set state = 'withdrawn', drop_reason = ? where case_id = ? and no = ? and state = 'registered'`,
        [textOf(row, 'reason'), caseId, Number(row.no)],
      );
}

async function layOutMatter(
  trx: Trx,
  caseId: string,
  finding: FindingRow,
  group: string,
  at: Date,
): Promise<void> {
  const { finding_id: id, no, fact, demand, due_on } = finding;
  const code = FINDING_CODES[finding.kind];
  if (code === 'duty') {
    await prepare(trx, caseId, 'problem', `问题${no}：${fact}\n要求：${demand}`, id);
    await createItem(trx, caseId, {
      itemId: id,
      kind: 'finding',
      title: `问题${no}：${fact}`,
      demand,
      responsibleGroup: group,
      rectifyBy: due_on,
      at,
    });
  } else if (code === 'firm' || code === 'major') await prepare(trx, caseId, 'brief', briefOf(finding), id);
  else if (code === 'official') await prepare(trx, caseId, 'clue', fact, id);
}
