import type { Knex } from 'knex';

/** 抄告督办: who answers for each matter of a notice, which answers are to be looked at on the spot, and every raise of the supervision. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- One row per unit a notice went to, by the item it has to bring to an end; 改派 changes the unit, never the row.
    create table notice_unit (
      item_id    uuid primary key references item,
      case_id    uuid not null references cases,
      unit_id    text not null references unit,
      role       text not null check (role in ('lead', 'helper')),
      -- Drawn for a check on the spot; whoever has the seed can draw again.
      sampled    boolean not null,
      seed       text not null,
      at         timestamptz not null
    );
    create index notice_unit_case on notice_unit (case_id);

    -- A level is reached once: 一级 安委办, 二级 分管区领导, 三级 主要领导.
    create table supervise_level (
      item_id    uuid not null references notice_unit,
      level      integer not null check (level between 1 and 3),
      case_id    uuid not null references cases,
      unit_id    text not null references unit,
      cause      text not null check (cause in ('overdue', 'weak')),
      at         timestamptz not null,
      primary key (item_id, level)
    );
    create index supervise_level_case on supervise_level (case_id);

    -- A limit that no task carries (治理期限 of a listing): whoever has to keep it may ask for a longer time.
    alter table clock add column asker_groups text[];
  `);
  for (const table of ['notice_unit', 'supervise_level'])
    await knex.raw(`
      alter table ${table} enable row level security;
      create policy ${table}_seen on ${table} for select to bihuan_app using (sees_case(case_id));
      create policy ${table}_changed on ${table} for update to bihuan_app using (sees_case(case_id));
      create policy ${table}_removed on ${table} for delete to bihuan_app using (sees_case(case_id));
      create policy ${table}_added on ${table} for insert to bihuan_app with check (true);
    `);
}
