import { afterCommit, rows, type Trx } from './db.ts';
import { signals } from './signals.ts';
import { now } from './time.ts';

/** Somebody who was drawn into the team of a case. */
export interface TeamMember {
  account: string;
  role: 'head' | 'member' | 'expert';
  /** `confirmed`: declared to have no interest. */
  state: 'drawn' | 'confirmed' | 'recused';
}

/** The groups of a case's team, as diagrams assign to them. */
export const teamGroups = (caseId: string) => ({
  teamGroup: `team:${caseId}`,
  headGroup: `head:${caseId}`,
  expertGroup: `experts:${caseId}`,
});

/** Everybody who was ever drawn, in the order of the draw. */
export const teamOf = (trx: Trx, caseId: string): Promise<TeamMember[]> =>
  rows<TeamMember>(
    trx,
    `select m.account, m.role, case when m.state = 'drawn' and exists (
         select 1 from standing_submission s where s.case_id = m.case_id and s.form_id = 'recusal' and s.by = m.account
           and s.at >= m.drawn_at and s.data->>'hasInterest' = 'no') then 'confirmed' else m.state end as state
     from team_member m where m.case_id = ? order by m.drawn_at, m.account`,
    [caseId],
  );

/** Whom the bureau can send on patrol: its own people of these desks, never those of the units concerned. */
const ELIGIBLE = `select p.account, bool_or(m.grp in ('awb', 'enf')) as leads
  from person p join membership m on m.account = p.account and m.from_at <= :at and (m.until_at is null or m.until_at > :at)
  join unit u on u.unit_id = p.unit_id
  where p.active and u.path like '%yjj/%' and (m.grp in ('awb', 'enf', 'disaster') or m.grp like 'dept:yjj-%')
    and not exists (select 1 from unit o where current_unit(o.unit_id) = any(:units) and (u.unit_id = o.unit_id or u.path like o.path || '/%'))
    and p.account <> all(:out)
  group by p.account order by p.account`;

/** People who may be drawn: not of the units in `units` (nor below them, successors followed), not among `out`. */
export const eligible = (
  trx: Trx,
  units: readonly string[],
  out: readonly string[],
): Promise<{ account: string; leads: boolean }[]> =>
  rows(trx, ELIGIBLE, { at: now(), units: [...units], out: [...out] });

/** Enter who was drawn, and let each into the groups of the case at once: their declaration is a task of it. */
export async function enter(
  trx: Trx,
  caseId: string,
  accounts: readonly string[],
  role: TeamMember['role'],
  seed: string,
): Promise<void> {
  if (accounts.length === 0) return;
  await trx.raw(
    `insert into team_member (case_id, account, role, seed, drawn_at) select :caseId, a, :role, :seed, :at
     from unnest(cast(:accounts as text[])) a on conflict (case_id, account) do nothing`,
    { caseId, role, seed, at: now(), accounts: [...accounts] },
  );
  const { teamGroup, expertGroup } = teamGroups(caseId);
  await join(trx, accounts, role === 'expert' ? expertGroup : teamGroup);
}

/** The one head of a team: in the head's group, and nobody else. */
export async function appoint(trx: Trx, caseId: string, account: string): Promise<void> {
  const { headGroup } = teamGroups(caseId);
  await trx.raw(
    `update team_member set role = case when account = :account then 'head' else 'member' end
     where case_id = :caseId and role <> 'expert'`,
    { caseId, account },
  );
  await leave(trx, null, [headGroup]);
  await join(trx, [account], headGroup);
}

/** Who declared an interest is out of every group of the case. */
export async function recuse(trx: Trx, caseId: string, account: string): Promise<void> {
  await trx.raw(`update team_member set state = 'recused' where case_id = ? and account = ?`, [
    caseId,
    account,
  ]);
  await leave(trx, account, Object.values(teamGroups(caseId)));
}

async function join(trx: Trx, accounts: readonly string[], group: string): Promise<void> {
  await trx.raw(
    `insert into membership (account, grp, from_at) select a, :group, :at from unnest(cast(:accounts as text[])) a
     where not exists (select 1 from membership m where m.account = a and m.grp = :group and m.until_at is null)`,
    { group, at: now(), accounts: [...accounts] },
  );
  afterCommit(trx, () => signals.emit('groups'));
}

async function leave(trx: Trx, account: string | null, groups: readonly string[]): Promise<void> {
  await trx.raw(
    `update membership set until_at = :at where grp = any(:groups) and until_at is null
       and (cast(:account as text) is null or account = :account)`,
    { groups: [...groups], account, at: now() },
  );
  afterCommit(trx, () => signals.emit('groups'));
}
