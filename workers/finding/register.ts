import { randomUUID } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { one, rows, type Trx } from '../../core/db.ts';
import { findingsOf, scopeOfObject, type FindingRow } from '../../core/findings.ts';
import { namesBehind } from '../../core/people.ts';
import { prepare } from '../../core/prepared.ts';
import { rowsIn, textOf } from '../../core/submissions.ts';
import { uuid } from '../input.ts';
import { verb } from '../verb.ts';

interface Source {
  submission_id: string;
  form_id: string;
  /** The unit that was visited: the element of the multi-instance. */
  object_id: string | null;
  data: Record<string, unknown>;
}

type Found = Omit<FindingRow, 'finding_id' | 'case_id' | 'no' | 'state' | 'drop_reason' | 'objection'>;

/** What a clue of the public is entered under: it has no row of the checklist. */
const LEAD_CLAUSE = '群众线索';

/**
 * Enters what inspections and clues of the public found: every row that has none yet becomes a finding with its own
 * number, traced to the form and row it comes from. Lays out the list that the head confirms.
 */
export default verb({
  name: '登记问题',
  input: Type.Object({ caseId: uuid }),
  async run({ caseId, trx, at, acted }) {
    await trx.raw('select 1 from cases where case_id = ? for update', [caseId]);
    const sources = await rows<Source>(
      trx,
      `select s.submission_id, s.form_id, s.data, t.variables->'object'->>'id' as object_id
       from standing_submission s join task t on t.task_id = s.task_id where s.case_id = ?
         and s.form_id in ('patrol.finding', 'lead.register')
         and not exists (select 1 from finding f where f.submission_id = s.submission_id) order by s.at, s.submission_id`,
      [caseId],
    );
    const found = sources.flatMap((source) =>
      source.form_id === 'lead.register' ? ofLead(caseId, source) : ofInspection(caseId, source),
    );
    const first = await one<{ n: number }>(
      trx,
      'select coalesce(max(no), 0)::int as n from finding where case_id = ?',
      [caseId],
    );
    const fresh = found.map((row, i) => ({
      ...row,
      finding_id: randomUUID(),
      case_id: caseId,
      no: first!.n + i + 1,
      registered_at: at,
    }));
    if (fresh.length > 0) await trx('finding').insert(fresh);
    await layOut(trx, caseId);
    const told = fresh.map(({ no, kind, level }) => `问题${no}（${kind}，${level}）`).join('、');
    acted('finding.registered', '问题', {
      more: { told: fresh.length > 0 ? `登记问题${fresh.length}个：${told}` : '没有新的问题需要登记' },
    });
    return {};
  },
});

function ofInspection(caseId: string, { submission_id, object_id, data }: Source): Found[] {
  const object = object_id ?? '';
  return rowsIn(data, 'findings').map((row, i) => ({
    scope_id: scopeOfObject(caseId, object),
    object_id: object,
    submission_id,
    row_no: i,
    clause_no: textOf(row, 'clauseNo'),
    fact: textOf(row, 'fact'),
    kind: textOf(row, 'kind'),
    level: textOf(row, 'level'),
    article: textOf(row, 'article') || null,
    duty_unit_id: textOf(row, 'dutyUnit') || null,
    duty_person: textOf(row, 'dutyPerson') || null,
    firm_uscc: (row.firm as { uscc?: string } | undefined)?.uscc ?? null,
    demand: textOf(row, 'demand'),
    due_on: textOf(row, 'dueOn') || null,
  }));
}

function ofLead(caseId: string, { submission_id, data }: Source): Found[] {
  if (data.keep !== 'yes') return [];
  const object = textOf(data, 'object');
  return [
    {
      scope_id: scopeOfObject(caseId, object),
      object_id: object,
      submission_id,
      row_no: 0,
      clause_no: LEAD_CLAUSE,
      fact: textOf(data, 'content'),
      kind: textOf(data, 'kind'),
      level: '一般',
      article: null,
      duty_unit_id: object,
      duty_person: null,
      firm_uscc: (data.firm as { uscc?: string } | undefined)?.uscc ?? null,
      demand: textOf(data, 'demand'),
      due_on: textOf(data, 'dueOn') || null,
    },
  ];
}

async function layOut(trx: Trx, caseId: string): Promise<void> {
  const listed = await findingsOf(trx, caseId, ['registered']);
  const names = await namesBehind(
    trx,
    listed.map(({ object_id }) => object_id),
  );
  await prepare(
    trx,
    caseId,
    'findings',
    listed.map(({ no, object_id, fact, kind, level, due_on }) => ({
      no: String(no),
      object: names.get(object_id) ?? object_id,
      fact,
      kind,
      level,
      dueOn: due_on,
      keep: '列入清单',
    })),
  );
}
