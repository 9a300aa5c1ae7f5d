import { readFileSync } from 'node:fs';
import type { Knex } from 'knex';
import { readCsv, type CsvRow } from '../core/csv.ts';

const data = (name: string): CsvRow[] =>
  readCsv(readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8'));
const list = (text: string | undefined): string[] => (text ?? '').split(';').filter(Boolean);
const orNull = (text: string | undefined): string | null => (text ? text : null);

/** What every register row carries besides its own columns; rows are retired, never deleted. */
const ROW = `row_id uuid primary key default gen_random_uuid(),
  version    integer not null default 1,
  retired_at timestamptz,
  updated_at timestamptz not null default now(),
  updated_by text not null default 'system'`;

/** 台账: 措施台账, 四类清单 and the checklist made from them, 专家库 with its draws, 考核; and the trail of their changes. */
export async function up(knex: Knex): Promise<void> {
  await makeRegisters(knex);
  await makeChecklist(knex);
  await makeScores(knex);
  await seedMeasures(knex);
  await seedDuties(knex);
  await seedExperts(knex);
  await knex.raw(`select publish_checklist('system', now(), '示例：由措施台账和四类清单生成')`);
}

const makeRegisters = (knex: Knex) =>
  knex.raw(`
    -- 措施台账: the district's 80 measures; checked_in = kinds of unit (street, department, soe) that a patrol asks for it.
    create table measure_register (
      ${ROW},
      no            integer not null unique,
      topic         text not null,
      measure       text not null,
      owner_unit_id text not null references unit,
      proof         text not null default '',
      due_on        date,
      state         text not null default '进行中' check (state in ('未启动', '进行中', '已完成')),
      checked_in    text[] not null default '{}',
      note          text not null default ''
    );

    -- 四类清单; without a lead it binds every unit of the kinds it is checked in.
    create table duty_matrix (
      ${ROW},
      no              integer not null unique,
      kind            text not null check (kind in ('行业监管', '属地管理', '单位主体', '新业态')),
      subject         text not null,
      lead_unit_id    text references unit,
      helper_unit_ids text[] not null default '{}',
      basis           text not null default '',
      checked_in      text[] not null default '{}',
      note            text not null default ''
    );

    -- 专家库; recused_units: ids of units and firms with which the expert has an interest.
    create table expert (
      ${ROW},
      account       text not null unique references person,
      fields        text[] not null,
      valid_from    date not null,
      valid_to      date not null check (valid_to >= valid_from),
      recused_units text[] not null default '{}',
      phone         text not null default '',
      note          text not null default ''
    );

    -- A draw that was made, with all it was made from, so that anybody can repeat it (core/experts.ts).
    create table expert_draw (
      draw_id          uuid primary key,
      case_id          uuid not null references cases,
      seed             text not null,
      fields           text[] not null,
      count            integer not null,
      exclude_units    text[] not null,
      exclude_accounts text[] not null,
      pool             jsonb not null,
      drawn            text[] not null,
      at               timestamptz not null,
      unique (case_id, seed)
    );
    alter table expert_draw enable row level security;
    create policy expert_draw_seen on expert_draw for select to bihuan_app using (sees_case(case_id));
    create policy expert_draw_added on expert_draw for insert to bihuan_app with check (true);
    revoke update, delete, truncate on expert_draw from bihuan_app;

    create table register_change (
      change_id bigint generated always as identity primary key,
      register  text not null,
      row_id    uuid not null,
      act       text not null check (act in ('created', 'changed', 'retired', 'restored')),
      imported  boolean not null default false,
      before    jsonb not null default '{}',
      after     jsonb not null default '{}',
      by        text not null,
      at        timestamptz not null
    );
    create index register_change_row on register_change (register, row_id, change_id);
    revoke update, delete, truncate on register_change from bihuan_app;
  `);

const makeChecklist = (knex: Knex) =>
  knex.raw(`
    create table checklist_version (
      version      integer primary key,
      published_at timestamptz not null,
      published_by text not null,
      note         text not null default ''
    );
    -- unit_ids: asked only of these units; empty: of every unit of the kind.
    create table checklist_row (
      row_id        uuid primary key default gen_random_uuid(),
      version       integer not null references checklist_version,
      applies_to    text not null check (applies_to in ('street', 'department', 'soe')),
      no            integer not null,
      topic         text not null,
      clause        text not null,
      basis         text not null,
      source        text not null check (source in ('measure_register', 'duty_matrix')),
      source_row_id uuid not null,
      unit_ids      text[] not null default '{}',
      unique (version, applies_to, no)
    );
    revoke update, delete, truncate on checklist_version, checklist_row from bihuan_app;

    -- The next version of the checklist, from the rows of the registers that are in force; gives its number.
    create function publish_checklist(p_by text, p_at timestamptz, p_note text) returns integer language plpgsql as $$
    declare v integer;
    begin
      perform pg_advisory_xact_lock(hashtext('publish_checklist'));
      insert into checklist_version (version, published_at, published_by, note)
        select coalesce(max(version), 0) + 1, p_at, p_by, p_note from checklist_version returning version into v;
      insert into checklist_row (version, applies_to, no, topic, clause, basis, source, source_row_id, unit_ids)
        select v, s.applies_to, row_number() over (partition by s.applies_to order by s.source desc, s.no),
               s.topic, s.clause, s.basis, s.source, s.row_id, s.unit_ids
        from (
          select unnest(m.checked_in) as applies_to, m.no, m.topic, m.measure as clause,
                 '区80条措施第' || m.no || '条' as basis, 'measure_register' as source, m.row_id, array[]::text[] as unit_ids
          from measure_register m where m.retired_at is null
          union all
          select k.kind, d.no, d.kind, '落实“' || d.subject || '”职责，分工明确、有检查有记录', d.basis, 'duty_matrix', d.row_id,
                 array(select u.unit_id from unit u where u.unit_id = any(d.helper_unit_ids || d.lead_unit_id)
                       and case when u.kind in ('street', 'soe') then u.kind else 'department' end = k.kind order by u.unit_id)
          from duty_matrix d cross join unnest(d.checked_in) k(kind) where d.retired_at is null
        ) s;
      return v;
    end $$;
  `);

const makeScores = (knex: Knex) =>
  knex.raw(`
    -- 考核: what a patrol took off a unit, a row per clause; a unit that lost nothing has one row without clause. Total: the
    -- unit's points after all deductions of the case, the same in each of its rows.
    create table appraisal_score (
      score_id  uuid primary key,
      case_id   uuid not null references cases,
      unit_id   text not null references unit,
      item_id   uuid references item,
      clause    text not null default '',
      deduct    numeric(5, 1) not null check (deduct >= 0),
      basis     text not null default '',
      total     numeric(5, 1) not null,
      posted_at timestamptz not null,
      unique nulls not distinct (case_id, unit_id, item_id, clause)
    );
    create index appraisal_score_unit on appraisal_score (unit_id, posted_at desc);
    alter table appraisal_score enable row level security;
    -- A unit sees its own, also those of units that were merged into it.
    create policy appraisal_score_seen on appraisal_score for select to bihuan_app using (
      coalesce(current_setting('bihuan.scope', true), '') = 'all'
      or exists (select 1 from unnest(string_to_array(coalesce(current_setting('bihuan.groups', true), ''), ',')) g
                 where g in ('awb', 'lead', 'auditor')
                    or (split_part(g, ':', 1) in ('unit', 'street', 'dept', 'soe')
                        and split_part(g, ':', 2) in (unit_id, current_unit(unit_id)))));
    create policy appraisal_score_added on appraisal_score for insert to bihuan_app with check (true);
    revoke update, delete, truncate on appraisal_score from bihuan_app;
  `);

const EXAMPLE = '示例';

const seedMeasures = (knex: Knex) =>
  knex('measure_register').insert(
    data('measures.csv').map((row) => ({
      no: Number(row.no),
      topic: row.topic,
      measure: row.measure,
      owner_unit_id: row.owner_unit_id,
      proof: row.proof,
      due_on: orNull(row.due_on),
      state: row.state,
      checked_in: list(row.checked_in),
      note: EXAMPLE,
    })),
  );

const seedDuties = (knex: Knex) =>
  knex('duty_matrix').insert(
    data('duty-matrix.csv').map((row) => ({
      no: Number(row.no),
      kind: row.kind,
      subject: row.subject,
      lead_unit_id: orNull(row.lead_unit_id),
      helper_unit_ids: list(row.helper_unit_ids),
      basis: row.basis,
      checked_in: list(row.checked_in),
      note: EXAMPLE,
    })),
  );

/** The pool, and the accounts of those experts who joined it after the first people were seeded. */
async function seedExperts(knex: Knex): Promise<void> {
  const pool = data('experts.csv');
  const accounts = new Set(pool.map((row) => row.account));
  const people = data('people.csv').filter((row) => accounts.has(row.account));
  await knex('person')
    .insert(people.map(({ account, name_zh, unit_id, post_zh }) => ({ account, name_zh, unit_id, post_zh })))
    .onConflict('account')
    .ignore();
  await knex('membership')
    .insert(people.map(({ account }) => ({ account, grp: 'expert', from_at: '2020-01-01' })))
    .onConflict(['account', 'grp', 'from_at'])
    .ignore();
  await knex('expert').insert(
    pool.map((row) => ({
      account: row.account,
      fields: list(row.fields),
      valid_from: row.valid_from,
      valid_to: row.valid_to,
      recused_units: list(row.recused_units),
      phone: row.phone,
      note: EXAMPLE,
    })),
  );
}
