import { one, rows, type Trx } from './db.ts';
import { law } from './law.ts';
import type { LegalAmount, LegalPack } from './legal-pack.ts';
import { now, shanghaiDayOf } from './time.ts';

/** A rule as the register of rules has it. */
export interface TalkRule {
  rule: string;
  name_zh: string;
  fact_kind: string;
  limit_key: string | null;
  source_table: string | null;
  basis_zh: string;
  status: string;
  note_zh: string;
}

/** A rule with its numbers of the pack in force, and whether it can be measured here. */
export interface RuleState extends TalkRule {
  threshold: string | null;
  window: string | null;
  measurable: boolean;
}

/** A unit to which a rule applies. */
export interface Hit {
  rule: string;
  unitId: string;
  /** Ids of items or cases that make it up. */
  causes: string[];
  /** The case it comes from, under which the trigger is sent. */
  caseId: string;
  /** Shanghai day on which what is counted began. */
  since: string;
}

type Found = Omit<Hit, 'rule'>;

/** Who must answer for an item: its responsible group where that is a unit or firm, else whom the case is about. */
const UNIT = `coalesce(case when split_part(i.responsible_group, ':', 1) in ('firm', 'street', 'dept', 'soe')
  then split_part(i.responsible_group, ':', 2) end, c.firm_uscc, c.unit_id)`;
const DAY = (instant: string): string => `to_char(${instant} at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`;

/** The kind whose threshold is the score line. */
const SCORE = 'patrol-score';

/**
 * How each kind of fact is found; a kind without an entry cannot be measured yet. A talk's own measures are left out: the
 * talk itself deals with them.
 */
const FACTS: Record<string, string> = {
  // The counter starts anew when a talk about the item was closed, by nothing else.
  'recheck-failed': `
    select ${UNIT} as "unitId", array[i.item_id::text] as causes, i.case_id as "caseId", ${DAY('min(s.at)')} as since
    from item i join cases c on c.case_id = i.case_id and c.status = 'open' and c.process <> 'warning-talk'
    join standing_submission s on s.item_id = i.item_id and (s.data->>'fit' = 'no' or s.data->>'accepted' = 'no')
      and s.form_id in ('rectify.recheck', 'hazard.acceptance')
    where i.closed_at is null and s.at > coalesce((select max(t.sealed_at) from talk_trigger g
      join cases t on t.case_id = g.talk_case_id where i.item_id::text = any(g.causes)), '-infinity')
    group by i.item_id, c.case_id having count(*) >= :threshold`,
  'notice-level': `
    select split_part(t.groups[1], ':', 2) as "unitId", array[c.case_id::text] as causes, c.case_id as "caseId",
      ${DAY('min(e.at)')} as since
    from clock_event e join clock k on k.clock_id = e.clock_id join task t on t.task_id = k.task_id
    join cases c on c.case_id = k.case_id and c.status = 'open' and c.process = 'supervise-notice'
    where e.kind = 'ring' and e.level >= :threshold and k.element_id = 'feedback' group by t.groups[1], c.case_id`,
  'major-overdue': `
    select ${UNIT} as "unitId", array[i.item_id::text] as causes, i.case_id as "caseId", to_char(i.rectify_by, 'YYYY-MM-DD') as since
    from item i join cases c on c.case_id = i.case_id and c.status = 'open' and c.level = 'major' and c.process <> 'warning-talk'
    where i.closed_at is null and i.kind = 'hazard' and cast(:today as date) - i.rectify_by >= :threshold`,
  [SCORE]: `
    select unit_id as "unitId", array[case_id::text] as causes, case_id as "caseId", ${DAY('posted_at')} as since
    from (select distinct on (unit_id) unit_id, case_id, total, posted_at from appraisal_score
          order by unit_id, posted_at desc) last where total < :threshold`,
};

/** Every rule with its numbers. What is counted in a table that is not there, or in no way we know, is not measurable. */
export async function ruleStates(trx: Trx): Promise<RuleState[]> {
  const pack = (await law(trx)).on(shanghaiDayOf(now()));
  const found = await rows<TalkRule & { there: boolean }>(
    trx,
    `select r.*, to_regclass(source_table) is not null as there from talk_rule r order by rule`,
  );
  return found.map(({ there, ...rule }) => {
    const limit = rule.limit_key === null ? undefined : pack.amounts.get(rule.limit_key);
    return {
      ...rule,
      threshold: rule.fact_kind === SCORE ? String(lineOf(pack)) : (limit?.min ?? null),
      window: limit?.windows[0] ?? null,
      measurable: there && Object.hasOwn(FACTS, rule.fact_kind) && limit !== undefined,
    };
  });
}

/** A scan that was made; `capped`: it found more than one scan may raise. */
export interface Scan {
  scanId: string;
  at: Date;
  hits: number;
  capped: boolean;
}

/** The latest scan, if one was ever made. */
export const lastScan = (trx: Trx): Promise<Scan | undefined> =>
  one<Scan>(trx, `select scan_id as "scanId", at, hits, capped from talk_scan order by at desc limit 1`);

/** A talk of the same unit and origin that has not entered its trigger yet: what it is about is known in a moment. */
const JUST_OPENED = `select 1 from cases t where t.process = 'warning-talk' and t.status in ('opening', 'open')
  and t.source_case_id = f."caseId" and coalesce(t.firm_uscc, t.unit_id) = f."unitId"
  and not exists (select 1 from talk_trigger g where g.case_id = t.case_id)`;

/**
 * Units to which a rule applies today, without those that are or were lately talked to about it: an open talk with the
 * same unit and cause, or one closed within the window of the rule, is not raised again.
 */
export async function hitsOf(trx: Trx, rule: RuleState): Promise<Hit[]> {
  if (!rule.measurable) return [];
  const today = shanghaiDayOf(now());
  const pack = (await law(trx)).on(today);
  const limit = pack.amounts.get(rule.limit_key!)!;
  const found = await rows<Found>(
    trx,
    `select f.* from (${FACTS[rule.fact_kind]!}) f where f."unitId" is not null and not exists (
       select 1 from talk_trigger g join cases t on t.case_id = g.talk_case_id
       where g.unit_id = f."unitId" and g.causes && f.causes
         and (t.status in ('opening', 'open') or t.sealed_at > cast(:now as timestamptz) - cast(:window as interval)))
       and not exists (${JUST_OPENED})
     order by f."unitId", f.since`,
    {
      now: now().toISOString(),
      window: intervalOf(limit),
      ...(FACTS[rule.fact_kind]!.includes(':today') ? { today } : {}),
      threshold: Number(rule.threshold),
    },
  );
  return found.map((hit) => ({ rule: rule.rule, ...hit }));
}

/** Scores below it lead to a talk (`patrol.score.talk`, its max excluded). */
const lineOf = (pack: LegalPack): number => Number(pack.amounts.get('patrol.score.talk')?.max ?? 0);

const INTERVALS: Record<string, string> = { d: 'days', month: 'months' };

/** `90 d`, `12 month` as Postgres reads it; without a window nothing closed holds a rule back. */
function intervalOf({ windows }: LegalAmount): string {
  const [number = '0', unit = 'd'] = (windows[0] ?? '').split(' ');
  return `${number || '0'} ${INTERVALS[unit] ?? 'days'}`;
}
