import type { Brief } from './called-case.ts';
import { rows, type Trx } from './db.ts';
import { objectOf } from './object.ts';
import { articleWords } from './paper/articles.ts';
import { populated } from './people.ts';

/** A finding of a patrol, from its checklist row on (table `finding`). */
export interface FindingRow {
  finding_id: string;
  case_id: string;
  no: number;
  /** Scope of the multi-instance element it was found in: case and object. */
  scope_id: string;
  object_id: string;
  submission_id: string;
  row_no: number;
  clause_no: string;
  fact: string;
  kind: string;
  level: string;
  article: string | null;
  duty_unit_id: string | null;
  duty_person: string | null;
  firm_uscc: string | null;
  demand: string;
  due_on: string | null;
  state: 'registered' | 'withdrawn' | 'settled';
  drop_reason: string | null;
  objection: string | null;
}

/** The kinds of findings as forms name them, with the codes by which the diagram tells them apart. */
export const FINDING_CODES: Record<string, string> = {
  履责问题: 'duty',
  企业隐患: 'firm',
  重大隐患: 'major',
  违法线索: 'law',
  公职人员线索: 'official',
};

/** A lead about an official is nobody's business but the discipline organ's: no paper for the object names it. */
export const isConfidential = ({ kind }: Pick<FindingRow, 'kind'>): boolean => kind === '公职人员线索';

/** The scope of a patrolled unit within a case, as the diagram spells it. */
export const scopeOfObject = (caseId: string, objectId: string): string => `${caseId}-${objectId}`;

/** The findings of a case by number; `states`: only those. */
export const findingsOf = (
  trx: Trx,
  caseId: string,
  states: FindingRow['state'][] = ['registered', 'withdrawn', 'settled'],
): Promise<FindingRow[]> =>
  rows<FindingRow>(trx, 'select * from finding where case_id = ? and state = any(?) order by no', [
    caseId,
    states,
  ]);

/** A patrolled unit as the diagram takes it. */
export interface PatrolObject {
  id: string;
  group: string;
}

/** Units by id with the groups that act for them; unknown ids are left out. */
export async function patrolObjects(trx: Trx, ids: readonly string[]): Promise<PatrolObject[]> {
  const found: PatrolObject[] = [];
  for (const id of new Set(ids)) {
    const object = await objectOf(trx, id);
    if (object?.group) found.push({ id: object.id, group: object.group });
  }
  return found;
}

/** Who has to put a finding right: the unit named as responsible where somebody acts for it, else the object itself. */
export async function dutyGroups(
  trx: Trx,
  findings: readonly FindingRow[],
): Promise<Map<string, PatrolObject>> {
  const wanted = findings.flatMap(({ duty_unit_id, object_id }) => [duty_unit_id ?? object_id, object_id]);
  const units = new Map<string, PatrolObject>();
  for (const id of new Set(wanted)) {
    const [unit] = await patrolObjects(trx, [id]);
    if (unit) units.set(id, unit);
  }
  const reachable = new Set(
    await populated(
      trx,
      [...units.values()].map(({ group }) => group),
    ),
  );
  return new Map(
    findings.map((finding) => {
      const named = units.get(finding.duty_unit_id ?? finding.object_id);
      const duty = named && reachable.has(named.group) ? named : units.get(finding.object_id)!;
      return [finding.finding_id, duty];
    }),
  );
}

/**
 * A finding as the multi-instance takes it: ids and codes only, for there may be hundreds. `scope`: what its clocks and
 * prepared texts hang on; another one when it is handled again, for old dates must not count then.
 */
export const elementOf = (finding: FindingRow, duty: PatrolObject, scope = finding.finding_id) => ({
  id: finding.finding_id,
  scope,
  kind: FINDING_CODES[finding.kind] ?? 'duty',
  unit: duty.id,
  group: duty.group,
  firm: finding.firm_uscc,
  by: finding.due_on,
});

/** A firm's hazard as hazard-dispatch goes on with it. */
export const briefOf = ({ fact, demand, article, due_on }: FindingRow): Brief => ({
  title: fact,
  demand,
  article: article && articleWords(article),
  rectifyBy: due_on,
});

/** A finding in one clause of the timeline. */
export const wordsOf = ({ no, kind, level, due_on }: FindingRow): string =>
  [`问题${no}`, kind, level, due_on ?? ''].filter(Boolean).join(' ');

/** What was taken off the list, each with its reason; empty where nothing was. */
export const withdrawnWords = (withdrawn: readonly FindingRow[]): string =>
  withdrawn.length === 0
    ? ''
    : `，不列入${withdrawn.length}个（${withdrawn.map(({ no, drop_reason }) => `问题${no}：${drop_reason}`).join('；')}）`;

/**
 * The pictures of the row a finding comes from (an inspection, a look-back, a clue) are its evidence before rectification.
 */
export async function keepPictures(trx: Trx, finding: FindingRow, at: Date): Promise<void> {
  await trx.raw(
    `insert into evidence (evidence_id, case_id, item_id, task_id, element_id, field, phase, sha256, name, by, at,
       taken_at, time_from, place, place_from, place_reason, stated, contradicts)
     select gen_random_uuid(), s.case_id, :item, s.task_id, s.element_id, 'photos', 'before', p->>'sha256', coalesce(p->>'name', ''), s.by, :at,
       cast(p->>'takenAt' as timestamptz), p->>'timeFrom', p->'place', p->>'placeFrom', p->>'placeReason', p->'stated',
       array(select jsonb_array_elements_text(coalesce(p->'contradicts', '[]')))
     from standing_submission s, jsonb_array_elements(coalesce(s.data->'findings'->cast(:row as int)->'photos', s.data->'sample'->cast(:row as int)->'photo', s.data->'photos', '[]')) p
     where s.submission_id = :submission
       and not exists (select 1 from evidence e where e.item_id = :item and e.sha256 = p->>'sha256')`,
    { item: finding.finding_id, row: finding.row_no, submission: finding.submission_id, at },
  );
}
