import { readFileSync } from 'node:fs';
import type { Knex } from 'knex';
import { readCsv, type CsvRow } from '../core/csv.ts';

const data = (name: string): CsvRow[] =>
  readCsv(readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8'));

/**
 * Who sees and writes what, in the database itself (decision 0013). `bihuan.scope`: 'system' = the product, sees and writes
 * everything · 'all' = a desk that reads all cases · 'own' = the cases of `bihuan.groups`. A party of scope `full` sees the
 * whole case; a party of scope `task` sees the head without the report, and rows tied to its own tasks.
 */
export async function up(knex: Knex): Promise<void> {
  await makeFunctions(knex);
  await makeHead(knex);
  await makeKnownWords(knex);
  for (const table of WHOLE) await knex.raw(policies(table, {}));
  for (const [table, own] of Object.entries(OWN)) await knex.raw(policies(table, own));
  for (const [table, text] of Object.entries(SPECIAL)) await knex.raw(dropped(table) + text);
}

/** Small functions: policies call them by row, so each is one index probe. */
const makeFunctions = (knex: Knex) =>
  knex.raw(`
    create or replace function my_groups() returns text[] language sql stable parallel safe as $$
      select string_to_array(coalesce(current_setting('bihuan.groups', true), ''), ',')
    $$;
    create function is_system() returns boolean language sql stable parallel safe as $$
      select coalesce(current_setting('bihuan.scope', true), '') = 'system'
    $$;
    create function sees_all() returns boolean language sql stable parallel safe as $$
      select coalesce(current_setting('bihuan.scope', true), '') in ('all', 'system')
    $$;
    create function is_me(p_account text) returns boolean language sql stable parallel safe as $$
      select 'person:' || p_account = any (my_groups())
    $$;
    create or replace function sees_case(p_case uuid) returns boolean language sql stable parallel safe cost 2000 as $$
      select sees_all() or exists (select 1 from case_party p where p.case_id = p_case and p.grp = any (my_groups()))
    $$;
    create or replace function sees_whole_case(p_case uuid) returns boolean language sql stable parallel safe cost 2000 as $$
      select sees_all() or exists (select 1 from case_party p where p.case_id = p_case and p.scope = 'full' and p.grp = any (my_groups()))
    $$;
    -- Who only reads all cases (auditors) works on none; leaders are party to what they decide.
    create function works_on_case(p_case uuid) returns boolean language sql stable parallel safe as $$
      select is_system() or exists (select 1 from case_party p where p.case_id = p_case and p.scope = 'full' and p.grp = any (my_groups()))
    $$;
    create function holds_task(p_task uuid) returns boolean language sql stable parallel safe as $$
      select exists (select 1 from task t where t.task_id = p_task and t.groups && my_groups())
    $$;
    create function holds_item(p_case uuid, p_item uuid) returns boolean language sql stable parallel safe as $$
      select p_item is not null and exists (select 1 from task t where t.case_id = p_case and t.item_id = p_item and t.groups && my_groups())
    $$;
    create function holds_paper(p_case uuid, p_doc uuid) returns boolean language sql stable parallel safe as $$
      select exists (select 1 from task t where t.case_id = p_case and t.doc_id = p_doc and t.groups && my_groups())
    $$;
    -- A clock that climbed to one's desk. Past the policies of both tables, which would ask each other for ever.
    create function rang_for_me(p_clock uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
      select exists (select 1 from clock_event e where e.clock_id = p_clock and e.kind = 'ring' and string_to_array(e.grp, ',') && my_groups())
    $$;
    -- A volunteer or visitor who opened the case: party for what was reported, by a row of its own kind.
    create function reported_by_me(p_case uuid) returns boolean language sql stable parallel safe as $$
      select exists (select 1 from case_party p where p.case_id = p_case and p.why = '举报' and p.grp = any (my_groups()))
    $$;
  `);

/** What is known of a case `c`: to who sees the whole of it (`w`) all, to others no word of a report. */
const HEAD = `c.case_id, c.case_no, c.process, case when w then c.title else c.title_out end as title, c.status, c.level,
  case when w then c.source end as source, c.owner_group, c.unit_id, c.firm_uscc,
  case when w then c.facts
       when c.reported then jsonb_strip_nulls(jsonb_build_object('object', c.facts->'object', 'category', c.facts->'category'))
       else c.facts - array['source', 'ticketNo', 'ticketKind', 'reporter'] end as facts,
  case when w then c.search else c.search_out end as search,
  case when w then c.search_fold else c.search_out_fold end as search_fold,
  case when w then c.opened_by end as opened_by, c.opened_at, c.sealed_at, c.verdict, c.outcome,
  case when w then c.outcome_reason end as outcome_reason, case when w then c.parent_case_id end as parent_case_id,
  c.broker_epoch, c.instance_key, w as whole`;

/** The case as outsiders may know it: a title and search text without the report, and one view for everybody's lists. */
async function makeHead(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table cases add column reported boolean not null default false,
                      add column title_out text not null default '',
                      add column search_out text not null default '',
                      add column search_out_fold text generated always as (fold_text(search_out)) stored;
    update cases set title_out = title, search_out = search;
    with recursive told as (
      select case_id from cases where process = 'hazard-dispatch' and entry is distinct from 'graded'
      union select c.case_id from cases c join told t on t.case_id in (c.parent_case_id, c.source_case_id))
    update cases c set reported = true,
      title_out = coalesce(nullif(concat_ws(' · ', c.facts->>'object', c.facts->>'category'), ''), '案件')
      from told where told.case_id = c.case_id;
    update cases set search_out = concat_ws(' ', case_no, title_out) where reported;
    -- Whoever reported stays party for that alone; staff are party by their desks.
    update case_party p set scope = 'task', why = '举报' from cases c
      where c.case_id = p.case_id and p.grp = 'person:' || c.opened_by and exists (
        select 1 from membership m where m.account = c.opened_by and (m.grp in ('volunteer', 'visitor') or m.grp like 'firm:%'));
    delete from case_party where grp in ('volunteer', 'visitor') and why = '建案';
    insert into case_party (case_id, grp, scope, why)
      select distinct c.case_id, m.grp, 'full', '建案' from cases c join case_party p on p.case_id = c.case_id
        and p.grp = 'person:' || c.opened_by and p.why = '建案'
      join membership m on m.account = c.opened_by and m.until_at is null
        and (m.grp in ('awb', 'duty', 'lead', 'enf') or m.grp ~ '^(street|dept|soe):') on conflict do nothing;
    delete from case_party p using cases c where c.case_id = p.case_id and p.grp = 'person:' || c.opened_by and p.why = '建案';
    update cases c set opened_by = 'reporter' where exists (
      select 1 from case_party p where p.case_id = c.case_id and p.grp = 'person:' || c.opened_by and p.why = '举报');
    create index task_case_doc on task (case_id, doc_id) where doc_id is not null;

    -- One scan, so that a join finds its row by index. No security barrier: what comes out is the same in any order.
    create view case_seen as
      select ${HEAD}
      from cases c cross join lateral (select (select sees_all()) or sees_whole_case(c.case_id)) s(w)
      where (select sees_all()) or sees_case(c.case_id);
    grant select on case_seen to bihuan_app;
    revoke insert, update, delete on case_seen from bihuan_app;
    -- For a search through very many cases: what one is party to is hashed once instead of probed for every row. A list
    -- without a search stops after a page and is better off probing.
    create view case_found as
      select ${HEAD}
      from (select c.*, (select sees_all()) or exists (select 1 from case_party p where p.case_id = c.case_id
                          and p.scope = 'full' and p.grp = any ((select my_groups())::text[])) as w
            from cases c where (select sees_all()) or exists (select 1 from case_party p where p.case_id = c.case_id
                          and p.grp = any ((select my_groups())::text[])) offset 0) c;
    grant select on case_found to bihuan_app;
    revoke insert, update, delete on case_found from bihuan_app;
  `);
}

/** Words that stand for anybody or for a place: no secret although somebody typed them as a name. */
async function makeKnownWords(knex: Knex): Promise<void> {
  await knex.raw(`
    create table common_name (
      word text primary key,
      kind text not null check (kind in ('appellation', 'anybody', 'place', 'family'))
    );
    revoke insert, update, delete on common_name from bihuan_app;
  `);
  await knex.batchInsert('common_name', data('common-names.csv'), 200);
}

/** Policies of a table: who sees a row, and who may write it besides the product. Nobody but the product removes rows. */
interface Own {
  /** Also seen by parties of scope `task`. */
  seen?: string;
  /** Also inserted by them. */
  added?: string;
  /** Also changed by them. */
  changed?: string;
}

const dropped = (table: string): string =>
  ['seen', 'changed', 'removed', 'added']
    .map((what) => `drop policy if exists ${table}_${what} on ${table};\n`)
    .join('') + `alter table ${table} enable row level security;\n`;

/** \`(select sees_all())\` is asked once per statement, not once per row. */
function policies(table: string, { seen, added, changed }: Own): string {
  const or = (more: string | undefined) => (more ? ` or (${more})` : '');
  const reads = `(select sees_all())${or(seen)} or sees_whole_case(case_id)`;
  const writes = (more: string | undefined) => `(select is_system())${or(more)} or works_on_case(case_id)`;
  return `${dropped(table)}
    create policy ${table}_seen on ${table} for select to bihuan_app using (${reads});
    create policy ${table}_added on ${table} for insert to bihuan_app with check (${writes(added)});
    create policy ${table}_changed on ${table} for update to bihuan_app using (${reads}) with check (${writes(changed)});
    create policy ${table}_removed on ${table} for delete to bihuan_app using ((select is_system()));`;
}

/** Rows that only the parties of the whole case see and write. */
const WHOLE = [
  ...[
    'explanation',
    'lesson',
    'verdict',
    'pending_trigger',
    'prepared',
    'accountability_referral',
    'talk_publication',
  ],
  ...['notice_unit', 'supervise_level', 'team_member', 'finding', 'lookback_sample', 'expert_draw'],
];

/** Rows of which parties of scope `task` see their own. */
const OWN: Record<string, Own> = {
  task: {
    seen: 'groups && (select my_groups())',
    changed: 'groups && (select my_groups())',
  },
  submission: {
    seen: `(task_id is not null and holds_task(task_id)) or (is_me(by) and sees_case(case_id))
           or (element_id = 'start' and reported_by_me(case_id))`,
    added: `(is_me(by) and sees_case(case_id)) or (by = 'reporter' and element_id = 'start' and reported_by_me(case_id))`,
  },
  item: { seen: `responsible_group = any ((select my_groups())::text[]) or holds_item(case_id, item_id)` },
  evidence: {
    seen: `(task_id is not null and holds_task(task_id)) or holds_item(case_id, item_id) or (is_me(by) and sees_case(case_id))
           or (element_id = 'start' and reported_by_me(case_id))`,
    added: `(is_me(by) and sees_case(case_id)) or (by = 'reporter' and element_id = 'start' and reported_by_me(case_id))`,
  },
  document: {
    seen: `holds_paper(case_id, doc_id) or (task_id is not null and holds_task(task_id))
           or (state in ('sent', 'served') and recipient->>'group' = any ((select my_groups())::text[]))`,
    added: 'task_id is not null and holds_task(task_id)',
  },
  attachment: {
    seen: `works_on(case_id, task_id, item_id, scope_id) or (is_me(by) and sees_case(case_id))
           or (element_id = 'start' and reported_by_me(case_id))`,
    added: `(is_me(by) and sees_case(case_id)) or (by = 'reporter' and element_id = 'start' and reported_by_me(case_id))`,
  },
  service_receipt: { seen: 'exists (select 1 from document d where d.doc_id = service_receipt.doc_id)' },
  // The reporter reads what was answered to him.
  answer: { seen: `kind = 'reporter' and reported_by_me(case_id)` },
  extension: {
    seen: 'is_me(requested_by) and sees_case(case_id)',
    added: 'is_me(requested_by) and sees_case(case_id)',
  },
  clock: {
    seen: `(task_id is not null and holds_task(task_id)) or asker_groups && (select my_groups()) or rang_for_me(clock_id)`,
    changed: 'task_id is not null and holds_task(task_id) or rang_for_me(clock_id)',
  },
  audit_event: { added: 'is_me(actor) and sees_case(case_id)' },
};

const ALL = '(select is_system())';

/** Tables with rules of their own. */
const SPECIAL: Record<string, string> = {
  // Only somebody who sees the whole of it reads the row; heads are read through case_seen.
  cases: `
    create policy cases_seen on cases for select to bihuan_app using ((select sees_all()) or sees_whole_case(case_id));
    create policy cases_added on cases for insert to bihuan_app with check (${ALL});
    create policy cases_changed on cases for update to bihuan_app using ((select sees_all()) or sees_whole_case(case_id))
      with check (${ALL} or works_on_case(case_id));
    create policy cases_removed on cases for delete to bihuan_app using (${ALL});`,
  case_party: `
    create policy case_party_seen on case_party for select to bihuan_app
      using ((select sees_all()) or grp = any ((select my_groups())::text[]));
    create policy case_party_added on case_party for insert to bihuan_app with check (${ALL} or works_on_case(case_id));
    create policy case_party_changed on case_party for update to bihuan_app using (${ALL}) with check (${ALL});
    create policy case_party_removed on case_party for delete to bihuan_app using (${ALL});`,
  case_chain: `
    create policy case_chain_seen on case_chain for select to bihuan_app using ((select sees_all()) or sees_case(case_id));
    create policy case_chain_added on case_chain for insert to bihuan_app with check (${ALL} or sees_case(case_id));
    create policy case_chain_changed on case_chain for update to bihuan_app using (${ALL} or sees_case(case_id)) with check (${ALL} or sees_case(case_id));
    create policy case_chain_removed on case_chain for delete to bihuan_app using (${ALL});`,
  case_link: `
    create policy case_link_seen on case_link for select to bihuan_app
      using ((select sees_all()) or sees_whole_case(from_case) or sees_whole_case(to_case));
    create policy case_link_added on case_link for insert to bihuan_app with check (${ALL} or works_on_case(from_case));`,
  clock_event: `
    create policy clock_event_seen on clock_event for select to bihuan_app
      using ((select sees_all()) or exists (select 1 from clock k where k.clock_id = clock_event.clock_id));
    create policy clock_event_added on clock_event for insert to bihuan_app
      with check (${ALL} or (is_me(by) and exists (select 1 from clock k where k.clock_id = clock_event.clock_id)));`,
  talk_trigger: `
    create policy talk_trigger_seen on talk_trigger for select to bihuan_app
      using ((select sees_all()) or sees_whole_case(talk_case_id) or sees_whole_case(case_id));
    create policy talk_trigger_changed on talk_trigger for update to bihuan_app using (${ALL} or works_on_case(talk_case_id)) with check (${ALL} or works_on_case(talk_case_id));
    create policy talk_trigger_added on talk_trigger for insert to bihuan_app with check (${ALL} or works_on_case(talk_case_id));`,
  appraisal_score: `
    create policy appraisal_score_seen on appraisal_score for select to bihuan_app using (
      (select sees_all()) or exists (select 1 from unnest((select my_groups())) g
                 where g in ('awb', 'lead', 'auditor')
                    or (split_part(g, ':', 1) in ('unit', 'street', 'dept', 'soe')
                        and split_part(g, ':', 2) in (unit_id, current_unit(unit_id)))));
    create policy appraisal_score_added on appraisal_score for insert to bihuan_app with check (${ALL});`,
  // The ciphertext: only the product writes it; read by the two keepers, and by who must call the reporter in a step that he holds.
  reporter_vault: `
    -- 先行联系, 答复 (also 不予受理告知), 回访: the forms in which the reporter is called (core/policies.ts names them too).
    create table reporter_step (form_id text primary key);
    insert into reporter_step values ('hazard.contact'), ('hazard.answer'), ('hazard.callback');
    revoke insert, update, delete on reporter_step from bihuan_app;
    create function calls_reporter(p_case uuid) returns boolean language sql stable parallel safe as $$
      select exists (select 1 from task t join reporter_step r using (form_id)
        where t.case_id = p_case and t.state = 'open' and is_me(t.assignee) and t.groups && my_groups())
    $$;
    create policy reporter_vault_seen on reporter_vault for select to bihuan_app
      using (${ALL} or 'vault' = any ((select my_groups())::text[]) or calls_reporter(case_id));
    create policy reporter_vault_added on reporter_vault for insert to bihuan_app with check (${ALL});
    create policy reporter_vault_changed on reporter_vault for update to bihuan_app using (${ALL}) with check (${ALL});`,
  vault_read: `
    alter table vault_read add column task_id uuid references task;
    create index vault_read_by on vault_read (by, at desc);
    revoke update, delete, truncate on vault_read from bihuan_app;
    create policy vault_read_seen on vault_read for select to bihuan_app using ((select sees_all()) or is_me(by));
    create policy vault_read_added on vault_read for insert to bihuan_app
      with check (${ALL} or is_me(by) and ('vault' = any ((select my_groups())::text[]) or calls_reporter(case_id)));`,
  notification: `
    create policy notification_seen on notification for select to bihuan_app
      using ((select is_system()) or grp = any ((select my_groups())::text[]));
    create policy notification_added on notification for insert to bihuan_app with check (${ALL} or works_on_case(case_id));
    create policy notification_changed on notification for update to bihuan_app
      using (${ALL} or grp = any ((select my_groups())::text[])) with check (${ALL} or grp = any ((select my_groups())::text[]));
    create policy notification_removed on notification for delete to bihuan_app using (${ALL});`,
  // What goes to the engine holds process variables: whoever wrote a row gets its number back, nobody reads another's.
  outbox: `
    alter table outbox add column written_by text not null default md5(coalesce(current_setting('bihuan.groups', true), ''));
    create policy outbox_seen on outbox for select to bihuan_app
      using (${ALL} or (coalesce(current_setting('bihuan.groups', true), '') <> ''
             and written_by = md5(current_setting('bihuan.groups', true))));
    create policy outbox_added on outbox for insert to bihuan_app with check (${ALL} or (case_id is not null and sees_case(case_id)));
    create policy outbox_changed on outbox for update to bihuan_app using (${ALL}) with check (${ALL});
    create policy outbox_removed on outbox for delete to bihuan_app using (${ALL});`,
  job_effect: `
    create policy job_effect_seen on job_effect for select to bihuan_app
      using ((select sees_all()) or (case_id is not null and sees_whole_case(case_id)));
    create policy job_effect_added on job_effect for insert to bihuan_app with check (${ALL});
    create policy job_effect_changed on job_effect for update to bihuan_app using (${ALL}) with check (${ALL});
    create policy job_effect_removed on job_effect for delete to bihuan_app using (${ALL});`,
  operator_alarm: `
    create policy operator_alarm_seen on operator_alarm for select to bihuan_app
      using (${ALL} or 'sysadmin' = any ((select my_groups())::text[]));
    create policy operator_alarm_added on operator_alarm for insert to bihuan_app with check (${ALL});
    create policy operator_alarm_changed on operator_alarm for update to bihuan_app using (${ALL}) with check (${ALL});`,
  // Own uploads; and, of a picture that one sees as evidence, where and when it was taken.
  upload: `
    create policy upload_seen on upload for select to bihuan_app
      using (${ALL} or is_me(by) or exists (select 1 from evidence e where e.sha256 = upload.sha256));
    create policy upload_added on upload for insert to bihuan_app with check (${ALL} or is_me(by));
    create policy upload_changed on upload for update to bihuan_app using (${ALL} or is_me(by)) with check (${ALL} or is_me(by));
    create policy upload_removed on upload for delete to bihuan_app using (${ALL} or is_me(by));`,
};
