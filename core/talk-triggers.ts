import { one, rows, type Trx } from './db.ts';
import { prepare } from './prepared.ts';
import { moment } from './paper/form-rows.ts';

/** What made a talk necessary, as `talk_trigger` keeps it. */
export interface Trigger {
  trigger_id: string;
  case_id: string;
  talk_case_id: string;
  rule: string;
  unit_id: string | null;
  causes: string[];
  fact: string;
  source_case_id: string | null;
  at: Date;
}

/** Rule of a talk that a leader ordered (migrations/data/talk-rules.csv). */
export const ORDERED = 'L0';

/** Enter a trigger for the case that was opened by it; entered before, it stays as it was. */
export async function enterTrigger(trx: Trx, fresh: Omit<Trigger, 'talk_case_id' | 'fact'>): Promise<void> {
  await trx.raw(
    `insert into talk_trigger (trigger_id, case_id, talk_case_id, rule, unit_id, causes, fact, source_case_id, at)
     values (:trigger_id, :case_id, :case_id, :rule, :unit_id, :causes, :fact, :source_case_id, :at)
     on conflict (trigger_id, case_id) do nothing`,
    { ...fresh, fact: await factOf(trx, fresh) },
  );
}

/** What happened, in one line: of each cause that is an item its title and state; else the case it comes from. */
async function factOf(
  trx: Trx,
  { case_id, causes, source_case_id, rule }: Omit<Trigger, 'talk_case_id' | 'fact'>,
) {
  const found = await rows<{ title: string; fail_count: number; overdue: boolean }>(
    trx,
    `select title, fail_count, overdue_at is not null as overdue from item where item_id::text = any(?) order by no`,
    [causes],
  );
  const items = found.map(
    ({ title, fail_count, overdue }) =>
      `“${title}”${fail_count > 0 ? `复查不合格${fail_count}次` : ''}${overdue ? '逾期未完成' : ''}`,
  );
  if (items.length > 0) return items.join('；');
  const about = await one<{ text: string }>(
    trx,
    `select case when :rule = '${ORDERED}' then coalesce(o.facts->>'description', o.title)
       else concat_ws('，', s.title_out, r.name_zh) end as text
     from cases o join talk_rule r on r.rule = :rule left join cases s on s.case_id = :source where o.case_id = :id`,
    { id: case_id, source: source_case_id, rule },
  );
  return about?.text ?? '';
}

/**
 * The open talk that deals with the same unit and cause already, if there is one older than this case. What a leader
 * ordered names no cause and is never taken for a repetition.
 */
export function talkAbout(
  trx: Trx,
  caseId: string,
): Promise<{ case_id: string; case_no: string } | undefined> {
  return one(
    trx,
    `select t.case_id, t.case_no from talk_trigger mine
     join talk_trigger other on other.causes && mine.causes and other.talk_case_id <> :id
       and other.unit_id is not distinct from mine.unit_id
     join cases t on t.case_id = other.talk_case_id and t.status in ('opening', 'open') and t.outcome is distinct from 'merged'
     join cases c on c.case_id = :id and (t.opened_at, t.case_id) < (c.opened_at, c.case_id)
     where mine.case_id = :id order by t.opened_at, t.case_id limit 1`,
    { id: caseId },
  );
}

/** Triggers a talk deals with, oldest first. */
export const triggersOf = (trx: Trx, talkCaseId: string): Promise<Trigger[]> =>
  rows<Trigger>(trx, 'select * from talk_trigger where talk_case_id = ? order by at, trigger_id', [
    talkCaseId,
  ]);

/** A trigger as the page of rules lists it. */
export interface ListedTrigger {
  triggerId: string;
  at: Date;
  rule: string;
  unitName: string | null;
  fact: string;
  source: { caseId: string; caseNo: string } | null;
  talk: { caseId: string; caseNo: string };
}

/** The latest triggers of talks that the reader may see, newest first; a source he may not see is left out. */
export const latestTriggers = (trx: Trx, limit: number): Promise<ListedTrigger[]> =>
  rows<ListedTrigger>(
    trx,
    `select g.trigger_id as "triggerId", g.at, g.rule, coalesce(u.name_zh, f.name_zh) as "unitName", g.fact,
       case when s.case_id is not null then jsonb_build_object('caseId', s.case_id, 'caseNo', s.case_no) end as source,
       jsonb_build_object('caseId', t.case_id, 'caseNo', t.case_no) as talk
     from talk_trigger g join case_seen t on t.case_id = g.talk_case_id left join case_seen s on s.case_id = g.source_case_id
     left join unit u on u.unit_id = g.unit_id left join firm f on f.uscc = g.unit_id
     order by g.at desc, g.trigger_id limit ?`,
    [limit],
  );

/** Lay the dossier of a talk out for its forms and papers: rows of triggers, and the causes as a text. */
export async function layOutDossier(trx: Trx, talkCaseId: string): Promise<void> {
  const found = await rows<Trigger & { name_zh: string; source: string | null }>(
    trx,
    `select t.*, r.name_zh, s.case_no as source from talk_trigger t join talk_rule r on r.rule = t.rule
     left join cases s on s.case_id = t.source_case_id where t.talk_case_id = ? order by t.at, t.trigger_id`,
    [talkCaseId],
  );
  const told = found.map(({ rule, name_zh, source, fact, at }) => ({
    rule: `${rule} ${name_zh}`,
    case: source ?? '',
    fact,
    at: moment(at.toISOString()),
  }));
  await prepare(trx, talkCaseId, 'triggers', told);
  await prepare(trx, talkCaseId, 'causes', told.map(({ fact }, i) => `${i + 1}. ${fact}`).join('\n'));
}
