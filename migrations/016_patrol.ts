import type { Knex } from 'knex';

const CASE_TABLES = ['team_member', 'finding', 'lookback_sample'];

/** Patrol: team with its draw, findings from checklist row to end state, samples of the look-back; what units may see. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What the units a case is about see of it: 'task' where one case is about several (巡查, 抄告督办).
    alter table cases add column unit_scope text not null default 'full' check (unit_scope in ('full', 'task'));
    create function party_scope(p_case uuid, p_grp text) returns text language sql stable parallel safe as $$
      select case when p_grp like 'firm:%' then 'task'
        when p_grp ~ '^(street|dept|soe):' then coalesce((select unit_scope from cases where case_id = p_case), 'full')
        else 'full' end
    $$;

    create table team_member (
      case_id  uuid not null references cases,
      account  text not null references person,
      role     text not null check (role in ('head', 'member', 'expert')),
      state    text not null default 'drawn' check (state in ('drawn', 'recused')),
      -- Draws can be repeated: the same seed over the same people gives the same team.
      seed     text not null,
      drawn_at timestamptz not null,
      primary key (case_id, account)
    );

    -- item_id is the finding's own id: a duty finding's item in this case, a firm's hazard in the case it was called as.
    create table finding (
      finding_id    uuid primary key,
      case_id       uuid not null references cases,
      no            integer not null,
      scope_id      text not null,
      object_id     text not null,
      submission_id uuid not null references submission,
      row_no        integer not null,
      clause_no     text not null,
      fact          text not null,
      kind          text not null,
      level         text not null,
      article       text,
      duty_unit_id  text,
      duty_person   text,
      firm_uscc     text,
      demand        text not null,
      due_on        date,
      state         text not null default 'registered' check (state in ('registered', 'withdrawn', 'settled')),
      drop_reason   text,
      objection     text,
      registered_at timestamptz not null,
      unique (case_id, no),
      unique (submission_id, row_no)
    );

    create table lookback_sample (
      case_id    uuid not null references cases,
      round      integer not null,
      finding_id uuid not null references finding,
      seed       text not null,
      drawn_at   timestamptz not null,
      primary key (case_id, round, finding_id)
    );
  `);
  for (const table of CASE_TABLES)
    await knex.raw(`
      alter table ${table} enable row level security;
      create policy ${table}_seen on ${table} for select to bihuan_app using (sees_case(case_id));
      create policy ${table}_changed on ${table} for update to bihuan_app using (sees_case(case_id));
      create policy ${table}_removed on ${table} for delete to bihuan_app using (sees_case(case_id));
      create policy ${table}_added on ${table} for insert to bihuan_app with check (true);
    `);
}
