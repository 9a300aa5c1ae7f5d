import type { Knex } from 'knex';

/** Every file of a case has a row of its own, with whose it is and to what it belongs: rights are asked of rows, not of texts. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- scope_id: multi-instance element, document or clock. sent_hash: tells a repeat from other content.
    alter table submission add column scope_id text;
    alter table submission add column sent_hash text;
    update submission s set scope_id = t.scope_id from task t where t.task_id = s.task_id;

    -- 已办 also shows what was handed in when the process had already gone on.
    drop index task_done;
    create index task_done on task (completed_by, closed_at desc, task_id) where completed_by is not null;

    create table attachment (
      attachment_id uuid primary key,
      case_id       uuid not null references cases,
      submission_id uuid not null references submission,
      task_id       uuid references task,
      item_id       uuid,
      scope_id      text,
      element_id    text not null,
      -- Where in the form: \`files.0\`, \`findings.2.photos.1\`.
      field         text not null,
      sha256        text not null references file,
      -- As its uploader (\`by\`) named it.
      name          text not null,
      by            text not null,
      at            timestamptz not null
    );
    create index attachment_case on attachment (case_id);
    create index attachment_sha on attachment (sha256);
    create index attachment_submission on attachment (submission_id);
    create index task_scope on task (case_id, scope_id) where scope_id is not null;

    insert into attachment (attachment_id, case_id, submission_id, task_id, item_id, scope_id, element_id, field, sha256, name, by, at)
    select gen_random_uuid(), s.case_id, s.submission_id, s.task_id, s.item_id, s.scope_id, s.element_id, '', f.sha256,
      coalesce((select u.name from upload u where u.sha256 = f.sha256 and u.by = s.by order by u.at desc limit 1), f.name, ''), s.by, s.at
    from submission s
    cross join lateral (
      select distinct on (v->>'sha256') v->>'sha256' as sha256, v->>'name' as name
      from jsonb_path_query(s.data, 'strict $.** \\? (exists(@.sha256))') v
    ) f
    join file on file.sha256 = f.sha256;

    create function my_groups() returns text[] language sql stable parallel safe as $$
      select string_to_array(coalesce(current_setting('bihuan.groups', true), ''), ',')
    $$;
    -- The whole case, not only its head and one's own tasks.
    create function sees_whole_case(p_case uuid) returns boolean language sql stable parallel safe as $$
      select coalesce(current_setting('bihuan.scope', true), '') = 'all'
        or exists (select 1 from case_party p where p.case_id = p_case and p.scope = 'full' and p.grp = any (my_groups()))
    $$;
    -- Whether one of my tasks in this case that very task, or about the same item or scope
    create function works_on(p_case uuid, p_task uuid, p_item uuid, p_scope text) returns boolean language sql stable parallel safe as $$
      select exists (select 1 from task t where t.case_id = p_case and t.groups && my_groups()
        and (t.task_id = p_task or t.item_id = p_item or t.scope_id = p_scope))
    $$;

    -- Whether one of my tasks in this case about that paper, or about its item
    create function works_on_paper(p_case uuid, p_doc uuid, p_item uuid) returns boolean language sql stable parallel safe as $$
      select exists (select 1 from task t where t.case_id = p_case and t.groups && my_groups()
        and (t.doc_id = p_doc or t.item_id = p_item))
    $$;

    alter table attachment enable row level security;
    create policy attachment_seen on attachment for select to bihuan_app using (
      sees_whole_case(case_id) or 'person:' || by = any (my_groups()) or works_on(case_id, task_id, item_id, scope_id));
    create policy attachment_added on attachment for insert to bihuan_app with check (sees_case(case_id));
    -- What was handed in is neither changed nor removed.
    revoke update, delete, truncate on attachment from bihuan_app;

    -- What stands: a submission whose step the engine had already left is kept, but it moved nothing and proves nothing.
    create view standing_submission with (security_invoker = true) as
      select s.* from submission s
      where not exists (select 1 from task t where t.task_id = s.task_id and t.state = 'cancelled');
    create view standing_evidence with (security_invoker = true) as
      select e.* from evidence e
      where not exists (select 1 from task t where t.task_id = e.task_id and t.state = 'cancelled');
    grant select on standing_submission, standing_evidence to bihuan_app;
  `);
}
