import type { Trx } from './db.ts';
import { findingsOf, isConfidential, scopeOfObject, type FindingRow } from './findings.ts';
import { chineseDay } from './paper/form-rows.ts';
import { namesBehind } from './people.ts';
import { prepare } from './prepared.ts';

const NOTHING_FOUND = '本次巡查未发现需要整改的问题。';

/**
 * Lay out what report and feedback start from: numbers by kind, a row to score for each finding, matters to be handed
 * over, and for each unit the passage with its findings. No paper for a unit names a clue about an official.
 */
export async function layOutPapers(trx: Trx, caseId: string): Promise<void> {
  const settled = await findingsOf(trx, caseId, ['settled']);
  await prepare(trx, caseId, 'summary', countsOf(settled));
  await prepare(
    trx,
    caseId,
    'scores',
    settled
      .filter((finding) => !isConfidential(finding))
      .map(({ object_id, clause_no, fact }) => ({
        unit: object_id,
        clause: clause_no,
        basis: [...fact].slice(0, 100).join(''),
      })),
  );
  await prepare(trx, caseId, 'transfers', transfersOf(settled));
  const all = (await findingsOf(trx, caseId)).map(({ object_id }) => object_id);
  await prepare(trx, caseId, 'feedback', NOTHING_FOUND);
  for (const id of new Set(all))
    await prepare(trx, caseId, 'feedback', await feedbackFor(trx, settled, id), scopeOfObject(caseId, id));
}

function countsOf(findings: readonly FindingRow[]): { kind: string; count: number }[] {
  const kinds = new Map<string, number>();
  for (const { kind } of findings) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [...kinds].map(([kind, count]) => ({ kind, count }));
}

/** 违法线索 go to the bureau's own brigade, leads about officials to the discipline organ (domain README §7). */
const transfersOf = (findings: readonly FindingRow[]) =>
  findings
    .filter(({ kind }) => kind === '违法线索' || kind === '公职人员线索')
    .map(({ no, kind }) => ({ matter: `问题${no}：${kind}`, to: kind === '违法线索' ? 'yjj-zfdd' : 'jjw' }));

async function feedbackFor(trx: Trx, settled: readonly FindingRow[], objectId: string): Promise<string> {
  const own = settled.filter((finding) => finding.object_id === objectId && !isConfidential(finding));
  if (own.length === 0) return NOTHING_FOUND;
  const names = await namesBehind(
    trx,
    own.map(({ duty_unit_id }) => duty_unit_id ?? objectId),
  );
  return own
    .map((finding, i) => {
      const due =
        finding.due_on === null
          ? ''
          : `，于${chineseDay(new Date(`${finding.due_on}T00:00:00+08:00`))}前完成`;
      const duty = names.get(finding.duty_unit_id ?? objectId) ?? '';
      return `${i + 1}．${finding.fact.replace(/[。；，.;]+$/, '')}（${finding.kind}，${finding.level}）。整改要求：${finding.demand.replace(/[。；，.;]+$/, '')}，由${duty}负责${due}。`;
    })
    .join('\n');
}
