import type { Knex } from 'knex';

/**
 * Drafts of persons (decision 0015). `task.draft`, which was one for all who work on a task, is moved into them.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The person behind the transaction, or the product itself. Not the desks that read all cases: a draft is nobody
    -- else's business.
    create function acts_as(p_account text) returns boolean language sql stable parallel safe as $$
      select case when coalesce(current_setting('bihuan.groups', true), '') = ''
        then is_system()
        else 'person:' || p_account = any (string_to_array(current_setting('bihuan.groups', true), ',')) end
    $$;

    create table task_draft (
      task_id  uuid not null references task,
      account  text not null references person,
      data     jsonb not null,
      saved_at timestamptz not null,
      -- Counts the saves, so that of two open pages the second one is told of the first.
      version  integer not null,
      -- Files named in none of the data because they still wait in the browser in which they were chosen.
      waiting  integer not null default 0,
      device   text not null default '',
      primary key (task_id, account)
    );
    create index on task_draft (account);

    create table start_draft (
      process  text not null,
      account  text not null references person,
      data     jsonb not null,
      saved_at timestamptz not null,
      version  integer not null,
      waiting  integer not null default 0,
      device   text not null default '',
      primary key (account, process)
    );

    -- What somebody who gave a task back leaves to whoever takes it next, without signatures.
    create table task_draft_left (
      task_id  uuid not null references task,
      account  text not null references person,
      data     jsonb not null,
      -- Files of the data that the next person may see and hand in, their uploader's name kept.
      files    text[] not null,
      saved_at timestamptz not null,
      left_at  timestamptz not null,
      waiting  integer not null default 0,
      primary key (task_id, account)
    );
    create index on task_draft_left using gin (files);

    -- Seals what a browser keeps for its person; given to nobody else.
    create table draft_key (
      account text primary key references person,
      key     text not null
    );

    insert into task_draft (task_id, account, data, saved_at, version)
      select task_id, draft_by, draft, coalesce(draft_at, clock_timestamp()), 1 from task
      where draft is not null and draft_by in (select account from person) and state = 'open';
    alter table task drop column draft, drop column draft_by, drop column draft_at;
  `);
  for (const table of ['task_draft', 'start_draft', 'draft_key'])
    await knex.raw(`
      alter table ${table} enable row level security;
      create policy ${table}_own on ${table} for all to bihuan_app using (acts_as(account)) with check (acts_as(account));
    `);
  await knex.raw(`
    alter table task_draft_left enable row level security;
    create policy task_draft_left_own on task_draft_left for all to bihuan_app using (acts_as(account)) with check (acts_as(account));
    create policy task_draft_left_next on task_draft_left for select to bihuan_app using (exists (
      select 1 from task t where t.task_id = task_draft_left.task_id and t.state = 'open'
        and t.groups && (select my_groups())));
    -- Uploads that were left with a draft are the next person's to hand in.
    create policy upload_left on upload for select to bihuan_app using (exists (
      select 1 from task_draft_left l where l.files @> array[upload.sha256]));
  `);
}
