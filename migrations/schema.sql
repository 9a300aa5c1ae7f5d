-- The schema that migrations/*.ts make, as text. Compared in migrations/schema.db.test.ts; do not edit.

create table accountability_referral (
  referral_id uuid not null,
  case_id uuid not null,
  item_id uuid,
  doc_id uuid,
  reason text not null,
  referred_at timestamp with time zone not null,
  received_at timestamp with time zone,
  receiver text,
  constraint accountability_referral_case_id_doc_id_key UNIQUE (case_id, doc_id),
  constraint accountability_referral_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint accountability_referral_doc_id_fkey FOREIGN KEY (doc_id) REFERENCES document(doc_id),
  constraint accountability_referral_pkey PRIMARY KEY (referral_id)
);
alter table accountability_referral enable row level security;
CREATE INDEX accountability_referral_case ON public.accountability_referral USING btree (case_id);
create policy accountability_referral_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy accountability_referral_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy accountability_referral_removed for delete using ( SELECT is_system() AS is_system);
create policy accountability_referral_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table answer (
  answer_id uuid not null,
  case_id uuid not null,
  kind text not null,
  way text not null,
  at timestamp with time zone not null,
  content text not null,
  unreachable boolean not null default false,
  tries integer,
  acknowledged_at timestamp with time zone,
  by text not null,
  constraint answer_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint answer_kind_check CHECK ((kind = ANY (ARRAY['reporter'::text, 'upward'::text, 'push-back'::text, 'callback'::text]))),
  constraint answer_pkey PRIMARY KEY (answer_id)
);
alter table answer enable row level security;
CREATE INDEX answer_case ON public.answer USING btree (case_id);
create policy answer_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy answer_changed for update using (( SELECT sees_all() AS sees_all) OR ((kind = 'reporter'::text) AND reported_by_me(case_id)) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy answer_removed for delete using ( SELECT is_system() AS is_system);
create policy answer_seen for select using (( SELECT sees_all() AS sees_all) OR ((kind = 'reporter'::text) AND reported_by_me(case_id)) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table appraisal_score (
  score_id uuid not null,
  case_id uuid not null,
  unit_id text not null,
  item_id uuid,
  clause text not null default ''::text,
  deduct numeric(5,1) not null,
  basis text not null default ''::text,
  total numeric(5,1) not null,
  posted_at timestamp with time zone not null,
  constraint appraisal_score_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint appraisal_score_case_id_unit_id_item_id_clause_key UNIQUE NULLS NOT DISTINCT (case_id, unit_id, item_id, clause),
  constraint appraisal_score_deduct_check CHECK ((deduct >= (0)::numeric)),
  constraint appraisal_score_item_id_fkey FOREIGN KEY (item_id) REFERENCES item(item_id),
  constraint appraisal_score_pkey PRIMARY KEY (score_id),
  constraint appraisal_score_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(unit_id)
);
alter table appraisal_score enable row level security;
CREATE INDEX appraisal_score_unit ON public.appraisal_score USING btree (unit_id, posted_at DESC);
create policy appraisal_score_added for insert with check ( SELECT is_system() AS is_system);
create policy appraisal_score_seen for select using (( SELECT sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM unnest(( SELECT my_groups() AS my_groups)) g(g)
  WHERE ((g.g = ANY (ARRAY['awb'::text, 'lead'::text, 'auditor'::text])) OR ((split_part(g.g, ':'::text, 1) = ANY (ARRAY['unit'::text, 'street'::text, 'dept'::text, 'soe'::text])) AND (split_part(g.g, ':'::text, 2) = ANY (ARRAY[appraisal_score.unit_id, current_unit(appraisal_score.unit_id)])))))));
grant insert, select to bihuan_app;

create table attachment (
  attachment_id uuid not null,
  case_id uuid not null,
  submission_id uuid not null,
  task_id uuid,
  item_id uuid,
  scope_id text,
  element_id text not null,
  field text not null,
  sha256 text not null,
  name text not null,
  by text not null,
  at timestamp with time zone not null,
  constraint attachment_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint attachment_pkey PRIMARY KEY (attachment_id),
  constraint attachment_sha256_fkey FOREIGN KEY (sha256) REFERENCES file(sha256),
  constraint attachment_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submission(submission_id),
  constraint attachment_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(task_id)
);
alter table attachment enable row level security;
CREATE INDEX attachment_case ON public.attachment USING btree (case_id);
CREATE INDEX attachment_sha ON public.attachment USING btree (sha256);
CREATE INDEX attachment_submission ON public.attachment USING btree (submission_id);
create policy attachment_added for insert with check (( SELECT is_system() AS is_system) OR ((is_me(by) AND sees_case(case_id)) OR ((by = 'reporter'::text) AND (element_id = 'start'::text) AND reported_by_me(case_id))) OR works_on_case(case_id));
create policy attachment_changed for update using (( SELECT sees_all() AS sees_all) OR (works_on(case_id, task_id, item_id, scope_id) OR (is_me(by) AND sees_case(case_id)) OR ((element_id = 'start'::text) AND reported_by_me(case_id))) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy attachment_removed for delete using ( SELECT is_system() AS is_system);
create policy attachment_seen for select using (( SELECT sees_all() AS sees_all) OR (works_on(case_id, task_id, item_id, scope_id) OR (is_me(by) AND sees_case(case_id)) OR ((element_id = 'start'::text) AND reported_by_me(case_id))) OR sees_whole_case(case_id));
grant insert, select to bihuan_app;

create table audit_event (
  event_id bigint not null generated always as identity,
  case_id uuid not null,
  seq integer not null,
  at text not null,
  actor text not null,
  unit_id text not null,
  act text not null,
  subject text not null,
  body text not null,
  prev_hash text not null,
  hash text not null,
  constraint audit_event_event_id_key UNIQUE (event_id),
  constraint audit_event_pkey PRIMARY KEY (case_id, seq)
);
alter table audit_event enable row level security;
create policy audit_event_added for insert with check (( SELECT is_system() AS is_system) OR (is_me(actor) AND sees_case(case_id)) OR works_on_case(case_id));
create policy audit_event_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy audit_event_removed for delete using ( SELECT is_system() AS is_system);
create policy audit_event_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
CREATE TRIGGER audit_event_for_ever BEFORE DELETE OR UPDATE ON public.audit_event FOR EACH ROW EXECUTE FUNCTION audit_is_for_ever();
CREATE TRIGGER audit_event_not_emptied BEFORE TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION audit_is_for_ever();
grant insert, select to bihuan_app;

create table calendar_day (
  day date not null,
  kind text not null,
  name_zh text not null,
  constraint calendar_day_kind_check CHECK ((kind = ANY (ARRAY['holiday'::text, 'workday'::text]))),
  constraint calendar_day_pkey PRIMARY KEY (day)
);
grant delete, insert, select, update to bihuan_app;

create table calendar_year (
  year integer not null,
  notice text not null,
  constraint calendar_year_pkey PRIMARY KEY (year)
);
grant delete, insert, select, update to bihuan_app;

create table case_chain (
  case_id uuid not null,
  seq integer not null,
  hash text not null,
  constraint case_chain_pkey PRIMARY KEY (case_id)
);
alter table case_chain enable row level security;
create policy case_chain_added for insert with check (( SELECT is_system() AS is_system) OR sees_case(case_id));
create policy case_chain_changed for update using (( SELECT is_system() AS is_system) OR sees_case(case_id)) with check (( SELECT is_system() AS is_system) OR sees_case(case_id));
create policy case_chain_removed for delete using ( SELECT is_system() AS is_system);
create policy case_chain_seen for select using (( SELECT sees_all() AS sees_all) OR sees_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table case_counter (
  series text not null,
  year integer not null,
  last integer not null,
  constraint case_counter_pkey PRIMARY KEY (series, year)
);
grant delete, insert, select, update to bihuan_app;

create table case_link (
  from_case uuid not null,
  to_case uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  constraint case_link_from_case_fkey FOREIGN KEY (from_case) REFERENCES cases(case_id),
  constraint case_link_pkey PRIMARY KEY (from_case, to_case, kind),
  constraint case_link_to_case_fkey FOREIGN KEY (to_case) REFERENCES cases(case_id)
);
alter table case_link enable row level security;
create policy case_link_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(from_case));
create policy case_link_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(from_case) OR sees_whole_case(to_case));
grant delete, insert, select, update to bihuan_app;

create table case_party (
  case_id uuid not null,
  grp text not null,
  scope text not null default 'full'::text,
  why text not null,
  constraint case_party_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint case_party_pkey PRIMARY KEY (case_id, grp),
  constraint case_party_scope_check CHECK ((scope = ANY (ARRAY['full'::text, 'task'::text])))
);
alter table case_party enable row level security;
CREATE INDEX case_party_grp ON public.case_party USING btree (grp, case_id);
create policy case_party_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy case_party_changed for update using ( SELECT is_system() AS is_system) with check ( SELECT is_system() AS is_system);
create policy case_party_removed for delete using ( SELECT is_system() AS is_system);
create policy case_party_seen for select using (( SELECT sees_all() AS sees_all) OR (grp = ANY (( SELECT my_groups() AS my_groups)::text[])));
grant delete, insert, select, update to bihuan_app;

create table case_push (
  case_id uuid not null,
  hash text not null,
  at timestamp with time zone not null,
  constraint case_push_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint case_push_pkey PRIMARY KEY (case_id, hash)
);
alter table case_push enable row level security;
create policy case_push_added for insert with check sees_case(case_id);
create policy case_push_seen for select using sees_case(case_id);
grant insert, select to bihuan_app;

create table case_supplement (
  supplement_id uuid not null,
  case_id uuid not null,
  kind text not null,
  no integer not null,
  label text not null,
  text text not null,
  why text not null,
  by text not null,
  at timestamp with time zone not null,
  constraint case_supplement_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint case_supplement_case_id_no_key UNIQUE (case_id, no),
  constraint case_supplement_kind_check CHECK ((kind = ANY (ARRAY['unfit'::text, 'addition'::text]))),
  constraint case_supplement_pkey PRIMARY KEY (supplement_id)
);
alter table case_supplement enable row level security;
create policy case_supplement_added for insert with check sees_case(case_id);
create policy case_supplement_seen for select using sees_case(case_id);
grant insert, select to bihuan_app;

create table cases (
  case_id uuid not null,
  case_no text not null,
  process text not null,
  title text not null,
  status text not null default 'opening'::text,
  owner_group text not null,
  unit_id text,
  firm_uscc text,
  source text,
  entry text,
  anonymous boolean not null default false,
  level text,
  business_key text not null,
  sequence integer not null default 1,
  parent_case_id uuid,
  source_case_id uuid,
  instance_key text,
  broker_epoch text,
  definition_key text,
  law_pack_version integer,
  outcome text,
  outcome_reason text,
  verdict text,
  facts jsonb not null default '{}'::jsonb,
  search text not null default ''::text,
  opened_by text not null,
  opened_at timestamp with time zone not null,
  sealed_at timestamp with time zone,
  seal_hash text,
  unit_scope text not null default 'full'::text,
  search_fold text default fold_text(search),
  reported boolean not null default false,
  title_out text not null default ''::text,
  search_out text not null default ''::text,
  search_out_fold text default 
CASE
    WHEN (search_out <> search) THEN fold_text(search_out)
    ELSE NULL::text
END,
  constraint cases_case_no_key UNIQUE (case_no),
  constraint cases_law_pack_version_fkey FOREIGN KEY (law_pack_version) REFERENCES legal_pack(version),
  constraint cases_parent_case_id_fkey FOREIGN KEY (parent_case_id) REFERENCES cases(case_id),
  constraint cases_pkey PRIMARY KEY (case_id),
  constraint cases_process_business_key_sequence_key UNIQUE (process, business_key, sequence),
  constraint cases_source_case_id_fkey FOREIGN KEY (source_case_id) REFERENCES cases(case_id),
  constraint cases_status_check CHECK ((status = ANY (ARRAY['opening'::text, 'open'::text, 'sealed'::text, 'cancelled'::text]))),
  constraint cases_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(unit_id),
  constraint cases_unit_scope_check CHECK ((unit_scope = ANY (ARRAY['full'::text, 'task'::text])))
);
alter table cases enable row level security;
CREATE INDEX cases_list ON public.cases USING btree (opened_at DESC, case_id);
CREATE INDEX cases_search_fold ON public.cases USING gin (search_fold gin_trgm_ops);
CREATE INDEX cases_status ON public.cases USING btree (status, opened_at DESC, case_id DESC);
CREATE UNIQUE INDEX cases_instance ON public.cases USING btree (broker_epoch, instance_key) WHERE (instance_key IS NOT NULL);
create policy cases_added for insert with check ( SELECT is_system() AS is_system);
create policy cases_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy cases_removed for delete using ( SELECT is_system() AS is_system);
create policy cases_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table checklist_row (
  row_id uuid not null default gen_random_uuid(),
  version integer not null,
  applies_to text not null,
  no integer not null,
  topic text not null,
  clause text not null,
  basis text not null,
  source text not null,
  source_row_id uuid not null,
  unit_ids text[] not null default '{}'::text[],
  constraint checklist_row_applies_to_check CHECK ((applies_to = ANY (ARRAY['street'::text, 'department'::text, 'soe'::text]))),
  constraint checklist_row_pkey PRIMARY KEY (row_id),
  constraint checklist_row_source_check CHECK ((source = ANY (ARRAY['measure_register'::text, 'duty_matrix'::text]))),
  constraint checklist_row_version_applies_to_no_key UNIQUE (version, applies_to, no),
  constraint checklist_row_version_fkey FOREIGN KEY (version) REFERENCES checklist_version(version)
);
grant insert, select to bihuan_app;

create table checklist_version (
  version integer not null,
  published_at timestamp with time zone not null,
  published_by text not null,
  note text not null default ''::text,
  constraint checklist_version_pkey PRIMARY KEY (version)
);
grant insert, select to bihuan_app;

create table checkpoint (
  checkpoint_id bigint not null generated always as identity,
  from_event bigint not null,
  to_event bigint not null,
  root text not null,
  prev_root text not null,
  signature text not null,
  public_key text not null,
  at timestamp with time zone not null,
  constraint checkpoint_pkey PRIMARY KEY (checkpoint_id)
);
CREATE TRIGGER checkpoint_for_ever BEFORE DELETE OR UPDATE ON public.checkpoint FOR EACH ROW EXECUTE FUNCTION audit_is_for_ever();
grant insert, select to bihuan_app;

create table clock (
  clock_id uuid not null,
  case_id uuid not null,
  item_id uuid,
  task_id uuid,
  scope_id text,
  element_id text,
  key text not null,
  name_zh text not null,
  article text not null,
  pack_version integer not null,
  started_at timestamp with time zone not null,
  fixed_on date,
  nominal_on date,
  due_on date,
  due_at timestamp with time zone not null,
  warn_at timestamp with time zone,
  provisional boolean not null default false,
  paused_since timestamp with time zone,
  extended_days integer not null default 0,
  extensions integer not null default 0,
  state text not null default 'open'::text,
  closed_at timestamp with time zone,
  ring_key text,
  ring_message text,
  level integer not null default '-1'::integer,
  next_at timestamp with time zone,
  next_kind text,
  asker_groups text[],
  constraint clock_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint clock_pack_version_fkey FOREIGN KEY (pack_version) REFERENCES legal_pack(version),
  constraint clock_pkey PRIMARY KEY (clock_id),
  constraint clock_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text, 'superseded'::text, 'cancelled'::text])))
);
alter table clock enable row level security;
CREATE INDEX clock_case ON public.clock USING btree (case_id);
CREATE INDEX clock_next ON public.clock USING btree (next_at) WHERE ((state = 'open'::text) AND (next_at IS NOT NULL));
CREATE INDEX clock_ring ON public.clock USING btree (ring_key) WHERE (state = 'open'::text);
create policy clock_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy clock_changed for update using (( SELECT sees_all() AS sees_all) OR (((task_id IS NOT NULL) AND holds_task(task_id)) OR (asker_groups && ( SELECT my_groups() AS my_groups)) OR rang_for_me(clock_id)) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR (((task_id IS NOT NULL) AND holds_task(task_id)) OR rang_for_me(clock_id)) OR works_on_case(case_id));
create policy clock_removed for delete using ( SELECT is_system() AS is_system);
create policy clock_seen for select using (( SELECT sees_all() AS sees_all) OR (((task_id IS NOT NULL) AND holds_task(task_id)) OR (asker_groups && ( SELECT my_groups() AS my_groups)) OR rang_for_me(clock_id)) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table clock_event (
  clock_id uuid not null,
  seq integer not null,
  kind text not null,
  level integer,
  grp text,
  at timestamp with time zone not null,
  by text not null,
  before jsonb,
  after jsonb,
  reason text,
  constraint clock_event_clock_id_fkey FOREIGN KEY (clock_id) REFERENCES clock(clock_id),
  constraint clock_event_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'pause'::text, 'resume'::text, 'extend'::text, 'refuse'::text, 'warn'::text, 'ring'::text, 'acknowledge'::text, 'close'::text, 'replan'::text, 'restart'::text]))),
  constraint clock_event_pkey PRIMARY KEY (clock_id, seq)
);
alter table clock_event enable row level security;
create policy clock_event_added for insert with check (( SELECT is_system() AS is_system) OR (is_me(by) AND (EXISTS ( SELECT 1
   FROM clock k
  WHERE (k.clock_id = clock_event.clock_id)))));
create policy clock_event_seen for select using (( SELECT sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM clock k
  WHERE (k.clock_id = clock_event.clock_id))));
grant delete, insert, select, update to bihuan_app;

create table common_name (
  word text not null,
  kind text not null,
  constraint common_name_kind_check CHECK ((kind = ANY (ARRAY['appellation'::text, 'anybody'::text, 'place'::text, 'family'::text]))),
  constraint common_name_pkey PRIMARY KEY (word)
);
grant select to bihuan_app;

create table definition_version (
  process text not null,
  version integer not null,
  broker_epoch text not null,
  definition_key text not null,
  hash text not null,
  bpmn text not null,
  forms jsonb not null,
  deployed_by text not null,
  deployed_at timestamp with time zone not null,
  constraint definition_version_pkey PRIMARY KEY (broker_epoch, definition_key)
);
CREATE UNIQUE INDEX definition_latest ON public.definition_version USING btree (process, version, broker_epoch);
grant delete, insert, select, update to bihuan_app;

create table doc_number (
  number text not null,
  series text not null,
  year integer,
  no integer,
  case_id uuid not null,
  submission_id uuid,
  doc_id uuid,
  at timestamp with time zone not null,
  constraint doc_number_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint doc_number_doc_id_fkey FOREIGN KEY (doc_id) REFERENCES document(doc_id),
  constraint doc_number_pkey PRIMARY KEY (number),
  constraint doc_number_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submission(submission_id) DEFERRABLE INITIALLY DEFERRED
);
alter table doc_number enable row level security;
CREATE INDEX doc_number_series ON public.doc_number USING btree (series, year, no DESC);
create policy doc_number_seen for select using sees_case(case_id);
grant select to bihuan_app;

create table doc_number_twice (
  twice_id uuid not null,
  number text not null,
  case_id uuid not null,
  submission_id uuid,
  doc_id uuid,
  at timestamp with time zone not null,
  constraint doc_number_twice_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint doc_number_twice_doc_id_fkey FOREIGN KEY (doc_id) REFERENCES document(doc_id),
  constraint doc_number_twice_number_fkey FOREIGN KEY (number) REFERENCES doc_number(number),
  constraint doc_number_twice_pkey PRIMARY KEY (twice_id),
  constraint doc_number_twice_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submission(submission_id)
);
alter table doc_number_twice enable row level security;
create policy doc_number_twice_seen for select using sees_case(case_id);
grant select to bihuan_app;

create table document (
  doc_id uuid not null,
  case_id uuid not null,
  item_id uuid,
  task_id uuid,
  element_id text not null,
  template text not null,
  title text not null,
  way text not null,
  state text not null,
  doc_no text,
  version integer not null default 1,
  data jsonb not null default '{}'::jsonb,
  body jsonb not null default '[]'::jsonb,
  recipient jsonb,
  signed_by text,
  signed_at timestamp with time zone,
  sha256 text,
  pages integer,
  print_key text,
  created_at timestamp with time zone not null,
  constraint document_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint document_doc_no_key UNIQUE (doc_no),
  constraint document_pkey PRIMARY KEY (doc_id),
  constraint document_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'signed'::text, 'numbered'::text, 'sent'::text, 'served'::text]))),
  constraint document_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(task_id),
  constraint document_way_check CHECK ((way = ANY (ARRAY['serve'::text, 'form'::text, 'upload'::text])))
);
alter table document enable row level security;
CREATE INDEX document_case ON public.document USING btree (case_id);
create policy document_added for insert with check (( SELECT is_system() AS is_system) OR ((task_id IS NOT NULL) AND holds_task(task_id)) OR works_on_case(case_id));
create policy document_changed for update using (( SELECT sees_all() AS sees_all) OR (holds_paper(case_id, doc_id) OR ((task_id IS NOT NULL) AND holds_task(task_id)) OR ((state = ANY (ARRAY['sent'::text, 'served'::text])) AND ((recipient ->> 'group'::text) = ANY (( SELECT my_groups() AS my_groups)::text[])))) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy document_removed for delete using ( SELECT is_system() AS is_system);
create policy document_seen for select using (( SELECT sees_all() AS sees_all) OR (holds_paper(case_id, doc_id) OR ((task_id IS NOT NULL) AND holds_task(task_id)) OR ((state = ANY (ARRAY['sent'::text, 'served'::text])) AND ((recipient ->> 'group'::text) = ANY (( SELECT my_groups() AS my_groups)::text[])))) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table draft_key (
  account text not null,
  key text not null,
  constraint draft_key_account_fkey FOREIGN KEY (account) REFERENCES person(account),
  constraint draft_key_pkey PRIMARY KEY (account)
);
alter table draft_key enable row level security;
create policy draft_key_own for delete using acts_as(account) with check acts_as(account);
grant delete, insert, select, update to bihuan_app;

create table duty_matrix (
  row_id uuid not null default gen_random_uuid(),
  version integer not null default 1,
  retired_at timestamp with time zone,
  updated_at timestamp with time zone not null default now(),
  updated_by text not null default 'system'::text,
  no integer not null,
  kind text not null,
  subject text not null,
  lead_unit_id text,
  helper_unit_ids text[] not null default '{}'::text[],
  basis text not null default ''::text,
  checked_in text[] not null default '{}'::text[],
  note text not null default ''::text,
  constraint duty_matrix_kind_check CHECK ((kind = ANY (ARRAY['行业监管'::text, '属地管理'::text, '单位主体'::text, '新业态'::text]))),
  constraint duty_matrix_lead_unit_id_fkey FOREIGN KEY (lead_unit_id) REFERENCES unit(unit_id),
  constraint duty_matrix_no_key UNIQUE (no),
  constraint duty_matrix_pkey PRIMARY KEY (row_id)
);
grant delete, insert, select, update to bihuan_app;

create table element_visit (
  broker_epoch text not null,
  element_instance_key text not null,
  instance_key text not null,
  element_id text not null,
  element_type text not null,
  state text not null,
  entered_at timestamp with time zone not null,
  left_at timestamp with time zone,
  constraint element_visit_pkey PRIMARY KEY (broker_epoch, element_instance_key),
  constraint element_visit_state_check CHECK ((state = ANY (ARRAY['active'::text, 'completed'::text, 'terminated'::text])))
);
CREATE INDEX element_visit_instance ON public.element_visit USING btree (broker_epoch, instance_key);
grant delete, insert, select, update to bihuan_app;

create table engine_record (
  broker_epoch text not null,
  partition_id integer not null,
  position bigint not null,
  value_type text not null,
  intent text not null,
  record_key text not null,
  at timestamp with time zone not null,
  value jsonb not null,
  constraint engine_record_pkey PRIMARY KEY (broker_epoch, partition_id, "position")
);
grant delete, insert, select, update to bihuan_app;

create table evidence (
  evidence_id uuid not null,
  case_id uuid not null,
  item_id uuid,
  task_id uuid,
  element_id text not null,
  field text not null,
  phase text not null,
  sha256 text not null,
  name text not null default ''::text,
  taken_at timestamp with time zone,
  place jsonb,
  place_reason text,
  by text not null,
  at timestamp with time zone not null,
  time_from text,
  place_from text,
  stated jsonb,
  contradicts text[] not null default '{}'::text[],
  resembles jsonb,
  reason_by text,
  reason_at timestamp with time zone,
  constraint evidence_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint evidence_contradicts_check CHECK ((contradicts <@ ARRAY['time'::text, 'place'::text, 'early'::text])),
  constraint evidence_phase_check CHECK ((phase = ANY (ARRAY['before'::text, 'after'::text, 'other'::text]))),
  constraint evidence_pkey PRIMARY KEY (evidence_id),
  constraint evidence_place_from_check CHECK ((place_from = ANY (ARRAY['camera'::text, 'device'::text]))),
  constraint evidence_sha256_fkey FOREIGN KEY (sha256) REFERENCES file(sha256),
  constraint evidence_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(task_id),
  constraint evidence_time_from_check CHECK ((time_from = ANY (ARRAY['camera'::text, 'device'::text, 'received'::text])))
);
alter table evidence enable row level security;
CREATE INDEX evidence_case ON public.evidence USING btree (case_id);
CREATE INDEX evidence_sha ON public.evidence USING btree (sha256);
create policy evidence_added for insert with check (( SELECT is_system() AS is_system) OR ((is_me(by) AND sees_case(case_id)) OR ((by = 'reporter'::text) AND (element_id = 'start'::text) AND reported_by_me(case_id))) OR works_on_case(case_id));
create policy evidence_changed for update using (( SELECT sees_all() AS sees_all) OR (((task_id IS NOT NULL) AND holds_task(task_id)) OR holds_item(case_id, item_id) OR (is_me(by) AND sees_case(case_id)) OR ((element_id = 'start'::text) AND reported_by_me(case_id))) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy evidence_removed for delete using ( SELECT is_system() AS is_system);
create policy evidence_seen for select using (( SELECT sees_all() AS sees_all) OR (((task_id IS NOT NULL) AND holds_task(task_id)) OR holds_item(case_id, item_id) OR (is_me(by) AND sees_case(case_id)) OR ((element_id = 'start'::text) AND reported_by_me(case_id))) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table expert (
  row_id uuid not null default gen_random_uuid(),
  version integer not null default 1,
  retired_at timestamp with time zone,
  updated_at timestamp with time zone not null default now(),
  updated_by text not null default 'system'::text,
  account text not null,
  fields text[] not null,
  valid_from date not null,
  valid_to date not null,
  recused_units text[] not null default '{}'::text[],
  phone text not null default ''::text,
  note text not null default ''::text,
  constraint expert_account_fkey FOREIGN KEY (account) REFERENCES person(account),
  constraint expert_account_key UNIQUE (account),
  constraint expert_check CHECK ((valid_to >= valid_from)),
  constraint expert_pkey PRIMARY KEY (row_id)
);
grant delete, insert, select, update to bihuan_app;

create table expert_draw (
  draw_id uuid not null,
  case_id uuid not null,
  seed text not null,
  fields text[] not null,
  count integer not null,
  exclude_units text[] not null,
  exclude_accounts text[] not null,
  pool jsonb not null,
  drawn text[] not null,
  at timestamp with time zone not null,
  constraint expert_draw_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint expert_draw_case_id_seed_key UNIQUE (case_id, seed),
  constraint expert_draw_pkey PRIMARY KEY (draw_id)
);
alter table expert_draw enable row level security;
create policy expert_draw_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy expert_draw_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy expert_draw_removed for delete using ( SELECT is_system() AS is_system);
create policy expert_draw_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant insert, select to bihuan_app;

create table explanation (
  explanation_id uuid not null,
  case_id uuid not null,
  predicate text not null,
  text text not null,
  by text not null,
  approved_by text not null,
  at timestamp with time zone not null,
  constraint explanation_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint explanation_pkey PRIMARY KEY (explanation_id)
);
alter table explanation enable row level security;
create policy explanation_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy explanation_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy explanation_removed for delete using ( SELECT is_system() AS is_system);
create policy explanation_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table extension (
  extension_id uuid not null,
  clock_id uuid not null,
  case_id uuid not null,
  days integer not null,
  data jsonb not null,
  requested_by text not null,
  requested_at timestamp with time zone not null,
  state text not null default 'requested'::text,
  refused_rule text,
  granted_days integer,
  decided_by text,
  decided_at timestamp with time zone,
  due_before timestamp with time zone not null,
  due_after timestamp with time zone,
  constraint extension_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint extension_clock_id_fkey FOREIGN KEY (clock_id) REFERENCES clock(clock_id),
  constraint extension_pkey PRIMARY KEY (extension_id),
  constraint extension_state_check CHECK ((state = ANY (ARRAY['requested'::text, 'granted'::text, 'refused'::text])))
);
alter table extension enable row level security;
CREATE UNIQUE INDEX extension_live ON public.extension USING btree (clock_id) WHERE (state = 'requested'::text);
create policy extension_added for insert with check (( SELECT is_system() AS is_system) OR (is_me(requested_by) AND sees_case(case_id)) OR works_on_case(case_id));
create policy extension_changed for update using (( SELECT sees_all() AS sees_all) OR (is_me(requested_by) AND sees_case(case_id)) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy extension_removed for delete using ( SELECT is_system() AS is_system);
create policy extension_seen for select using (( SELECT sees_all() AS sees_all) OR (is_me(requested_by) AND sees_case(case_id)) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table file (
  sha256 text not null,
  mime text not null,
  size bigint not null,
  created_at timestamp with time zone not null,
  look bytea,
  constraint file_look_check CHECK ((octet_length(look) = 4096)),
  constraint file_pkey PRIMARY KEY (sha256)
);
grant delete, insert, select, update to bihuan_app;

create table finding (
  finding_id uuid not null,
  case_id uuid not null,
  no integer not null,
  scope_id text not null,
  object_id text not null,
  submission_id uuid not null,
  row_no integer not null,
  clause_no text not null,
  fact text not null,
  kind text not null,
  level text not null,
  article text,
  duty_unit_id text,
  duty_person text,
  firm_uscc text,
  demand text not null,
  due_on date,
  state text not null default 'registered'::text,
  drop_reason text,
  objection text,
  registered_at timestamp with time zone not null,
  constraint finding_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint finding_case_id_no_key UNIQUE (case_id, no),
  constraint finding_pkey PRIMARY KEY (finding_id),
  constraint finding_state_check CHECK ((state = ANY (ARRAY['registered'::text, 'withdrawn'::text, 'settled'::text]))),
  constraint finding_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES submission(submission_id),
  constraint finding_submission_id_row_no_key UNIQUE (submission_id, row_no)
);
alter table finding enable row level security;
create policy finding_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy finding_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy finding_removed for delete using ( SELECT is_system() AS is_system);
create policy finding_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table firm (
  uscc text not null,
  name_zh text not null,
  street_unit_id text,
  industry text,
  risk_level text,
  employees integer,
  parent_unit_id text,
  constraint firm_parent_unit_id_fkey FOREIGN KEY (parent_unit_id) REFERENCES unit(unit_id),
  constraint firm_pkey PRIMARY KEY (uscc),
  constraint firm_street_unit_id_fkey FOREIGN KEY (street_unit_id) REFERENCES unit(unit_id)
);
CREATE INDEX firm_search_fold ON public.firm USING gin (fold_text(((name_zh || ' '::text) || uscc)) gin_trgm_ops);
grant delete, insert, select, update to bihuan_app;

create table flow_taken (
  broker_epoch text not null,
  position bigint not null,
  partition_id integer not null,
  instance_key text not null,
  flow_id text not null,
  at timestamp with time zone not null,
  constraint flow_taken_pkey PRIMARY KEY (broker_epoch, partition_id, "position")
);
CREATE INDEX flow_taken_instance ON public.flow_taken USING btree (broker_epoch, instance_key);
grant delete, insert, select, update to bihuan_app;

create table hazard_routing (
  id integer not null generated always as identity,
  category text not null,
  industry text not null,
  lead_unit_id text not null,
  helper_unit_ids text[] not null default '{}'::text[],
  fallback text not null,
  basis_zh text not null,
  status text not null,
  constraint hazard_routing_pkey PRIMARY KEY (id)
);
grant delete, insert, select, update to bihuan_app;

create table hotline_receipt (
  answer_id text not null,
  ticket_no text not null,
  status text not null,
  content text not null,
  received_at timestamp with time zone not null,
  constraint hotline_receipt_pkey PRIMARY KEY (answer_id)
);
grant delete, insert, select, update to bihuan_app;

create table idempotency (
  actor text not null,
  key text not null,
  hash text not null,
  answer jsonb not null,
  at timestamp with time zone not null,
  constraint idempotency_pkey PRIMARY KEY (actor, key)
);
grant delete, insert, select, update to bihuan_app;

create table incident (
  broker_epoch text not null,
  incident_key text not null,
  instance_key text not null,
  case_id uuid,
  element_id text not null,
  job_key text,
  error_type text not null,
  message text not null,
  at timestamp with time zone not null,
  resolved_at timestamp with time zone,
  resolved_by text,
  constraint incident_pkey PRIMARY KEY (broker_epoch, incident_key)
);
grant delete, insert, select, update to bihuan_app;

create table installation (
  id integer not null default 1,
  mode text not null,
  broker_epoch text not null,
  clock_offset_ms bigint not null default 0,
  created_at timestamp with time zone not null default now(),
  constraint installation_id_check CHECK ((id = 1)),
  constraint installation_mode_check CHECK ((mode = ANY (ARRAY['demo'::text, 'test'::text, 'production'::text]))),
  constraint installation_pkey PRIMARY KEY (id)
);
grant delete, insert, select, update to bihuan_app;

create table instance (
  broker_epoch text not null,
  instance_key text not null,
  case_id uuid,
  parent_key text,
  process text not null,
  definition_key text not null,
  state text not null default 'active'::text,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint instance_pkey PRIMARY KEY (broker_epoch, instance_key),
  constraint instance_state_check CHECK ((state = ANY (ARRAY['active'::text, 'completed'::text, 'terminated'::text])))
);
CREATE INDEX instance_case ON public.instance USING btree (case_id);
CREATE INDEX instance_parent ON public.instance USING btree (broker_epoch, parent_key);
grant delete, insert, select, update to bihuan_app;

create table item (
  item_id uuid not null,
  case_id uuid not null,
  no integer not null,
  kind text not null,
  title text not null,
  demand text not null default ''::text,
  responsible_group text,
  state text not null,
  merged_into uuid,
  rectify_by date,
  overdue_at timestamp with time zone,
  fail_count integer not null default 0,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint item_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint item_case_id_no_key UNIQUE (case_id, no),
  constraint item_pkey PRIMARY KEY (item_id),
  constraint item_state_check CHECK ((state = ANY (ARRAY['open'::text, 'struck-off'::text, 'merged'::text, 'transferred'::text, 'unfounded'::text, 'refused'::text, 'returned'::text])))
);
alter table item enable row level security;
create policy item_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy item_changed for update using (( SELECT sees_all() AS sees_all) OR ((responsible_group = ANY (( SELECT my_groups() AS my_groups)::text[])) OR holds_item(case_id, item_id)) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy item_removed for delete using ( SELECT is_system() AS is_system);
create policy item_seen for select using (( SELECT sees_all() AS sees_all) OR ((responsible_group = ANY (( SELECT my_groups() AS my_groups)::text[])) OR holds_item(case_id, item_id)) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table job_effect (
  broker_epoch text not null,
  job_key text not null,
  type text not null,
  case_id uuid,
  output jsonb not null,
  at timestamp with time zone not null,
  constraint job_effect_pkey PRIMARY KEY (broker_epoch, job_key)
);
alter table job_effect enable row level security;
create policy job_effect_added for insert with check ( SELECT is_system() AS is_system);
create policy job_effect_changed for update using ( SELECT is_system() AS is_system) with check ( SELECT is_system() AS is_system);
create policy job_effect_removed for delete using ( SELECT is_system() AS is_system);
create policy job_effect_seen for select using (( SELECT sees_all() AS sees_all) OR ((case_id IS NOT NULL) AND sees_whole_case(case_id)));
grant delete, insert, select, update to bihuan_app;

create table legal_amount (
  pack_version integer not null,
  key text not null,
  row jsonb not null,
  constraint legal_amount_pack_version_fkey FOREIGN KEY (pack_version) REFERENCES legal_pack(version),
  constraint legal_amount_pkey PRIMARY KEY (pack_version, key)
);
grant select to bihuan_app;

create table legal_clock (
  pack_version integer not null,
  key text not null,
  row jsonb not null,
  constraint legal_clock_pack_version_fkey FOREIGN KEY (pack_version) REFERENCES legal_pack(version),
  constraint legal_clock_pkey PRIMARY KEY (pack_version, key)
);
grant select to bihuan_app;

create table legal_pack (
  version integer not null,
  effective_from date not null,
  effective_to date,
  note text not null default ''::text,
  constraint legal_pack_pkey PRIMARY KEY (version)
);
grant select to bihuan_app;

create table lesson (
  lesson_id uuid not null,
  case_id uuid not null,
  text text not null,
  by text not null,
  at timestamp with time zone not null,
  constraint lesson_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint lesson_pkey PRIMARY KEY (lesson_id)
);
alter table lesson enable row level security;
create policy lesson_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy lesson_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy lesson_removed for delete using ( SELECT is_system() AS is_system);
create policy lesson_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table login_browser (
  browser text not null,
  account text not null,
  at timestamp with time zone not null,
  constraint login_browser_account_fkey FOREIGN KEY (account) REFERENCES person(account),
  constraint login_browser_pkey PRIMARY KEY (browser, account)
);
grant delete, insert, select, update to bihuan_app;

create table login_failure (
  account text not null,
  place text not null,
  failures integer not null,
  since timestamp with time zone not null,
  slot timestamp with time zone not null,
  admitted boolean not null default true,
  constraint login_failure_pkey PRIMARY KEY (account, place)
);
CREATE INDEX login_failure_since ON public.login_failure USING btree (since);
grant delete, insert, select, update to bihuan_app;

create table lookback_sample (
  case_id uuid not null,
  round integer not null,
  finding_id uuid not null,
  seed text not null,
  drawn_at timestamp with time zone not null,
  constraint lookback_sample_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint lookback_sample_finding_id_fkey FOREIGN KEY (finding_id) REFERENCES finding(finding_id),
  constraint lookback_sample_pkey PRIMARY KEY (case_id, round, finding_id)
);
alter table lookback_sample enable row level security;
create policy lookback_sample_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy lookback_sample_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy lookback_sample_removed for delete using ( SELECT is_system() AS is_system);
create policy lookback_sample_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table measure_register (
  row_id uuid not null default gen_random_uuid(),
  version integer not null default 1,
  retired_at timestamp with time zone,
  updated_at timestamp with time zone not null default now(),
  updated_by text not null default 'system'::text,
  no integer not null,
  topic text not null,
  measure text not null,
  owner_unit_id text not null,
  proof text not null default ''::text,
  due_on date,
  state text not null default '进行中'::text,
  checked_in text[] not null default '{}'::text[],
  note text not null default ''::text,
  constraint measure_register_no_key UNIQUE (no),
  constraint measure_register_owner_unit_id_fkey FOREIGN KEY (owner_unit_id) REFERENCES unit(unit_id),
  constraint measure_register_pkey PRIMARY KEY (row_id),
  constraint measure_register_state_check CHECK ((state = ANY (ARRAY['未启动'::text, '进行中'::text, '已完成'::text])))
);
grant delete, insert, select, update to bihuan_app;

create table membership (
  account text not null,
  grp text not null,
  from_at timestamp with time zone not null default now(),
  until_at timestamp with time zone,
  constraint membership_account_fkey FOREIGN KEY (account) REFERENCES person(account),
  constraint membership_pkey PRIMARY KEY (account, grp, from_at)
);
CREATE INDEX membership_grp ON public.membership USING btree (grp);
grant delete, insert, select, update to bihuan_app;

create table notice_unit (
  item_id uuid not null,
  case_id uuid not null,
  unit_id text not null,
  role text not null,
  sampled boolean not null,
  seed text not null,
  at timestamp with time zone not null,
  constraint notice_unit_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint notice_unit_item_id_fkey FOREIGN KEY (item_id) REFERENCES item(item_id),
  constraint notice_unit_pkey PRIMARY KEY (item_id),
  constraint notice_unit_role_check CHECK ((role = ANY (ARRAY['lead'::text, 'helper'::text]))),
  constraint notice_unit_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(unit_id)
);
alter table notice_unit enable row level security;
CREATE INDEX notice_unit_case ON public.notice_unit USING btree (case_id);
create policy notice_unit_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy notice_unit_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy notice_unit_removed for delete using ( SELECT is_system() AS is_system);
create policy notice_unit_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table notification (
  notification_id uuid not null,
  grp text not null,
  case_id uuid,
  kind text not null,
  text text not null,
  at timestamp with time zone not null,
  read_at timestamp with time zone,
  constraint notification_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint notification_pkey PRIMARY KEY (notification_id)
);
alter table notification enable row level security;
CREATE INDEX notification_grp ON public.notification USING btree (grp, at DESC);
create policy notification_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy notification_changed for update using (( SELECT is_system() AS is_system) OR (grp = ANY (( SELECT my_groups() AS my_groups)::text[]))) with check (( SELECT is_system() AS is_system) OR (grp = ANY (( SELECT my_groups() AS my_groups)::text[])));
create policy notification_removed for delete using ( SELECT is_system() AS is_system);
create policy notification_seen for select using (( SELECT is_system() AS is_system) OR (grp = ANY (( SELECT my_groups() AS my_groups)::text[])));
grant delete, insert, select, update to bihuan_app;

create table operator_alarm (
  alarm_id uuid not null,
  case_id uuid not null,
  clock_id uuid not null,
  level integer not null,
  subject text not null,
  desk text not null,
  groups text[] not null,
  at timestamp with time zone not null,
  done_at timestamp with time zone,
  done_by text,
  constraint operator_alarm_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint operator_alarm_clock_id_fkey FOREIGN KEY (clock_id) REFERENCES clock(clock_id),
  constraint operator_alarm_clock_id_level_at_key UNIQUE (clock_id, level, at),
  constraint operator_alarm_pkey PRIMARY KEY (alarm_id)
);
alter table operator_alarm enable row level security;
CREATE INDEX operator_alarm_open ON public.operator_alarm USING btree (at) WHERE (done_at IS NULL);
create policy operator_alarm_added for insert with check ( SELECT is_system() AS is_system);
create policy operator_alarm_changed for update using ( SELECT is_system() AS is_system) with check ( SELECT is_system() AS is_system);
create policy operator_alarm_seen for select using (( SELECT is_system() AS is_system) OR ('sysadmin'::text = ANY (( SELECT my_groups() AS my_groups)::text[])));
grant insert, select, update to bihuan_app;

create table outbox (
  outbox_id bigint not null generated always as identity,
  kind text not null,
  case_id uuid,
  payload jsonb not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  available_at timestamp with time zone not null default clock_timestamp(),
  attempts integer not null default 0,
  last_error text,
  done_at timestamp with time zone,
  result text,
  written_by text not null default md5(COALESCE(current_setting('bihuan.groups'::text, true), ''::text)),
  constraint outbox_pkey PRIMARY KEY (outbox_id)
);
alter table outbox enable row level security;
CREATE INDEX outbox_case ON public.outbox USING btree (case_id) WHERE (done_at IS NULL);
CREATE INDEX outbox_due ON public.outbox USING btree (available_at, outbox_id) WHERE (done_at IS NULL);
create policy outbox_added for insert with check (( SELECT is_system() AS is_system) OR ((case_id IS NOT NULL) AND sees_case(case_id)));
create policy outbox_changed for update using ( SELECT is_system() AS is_system) with check ( SELECT is_system() AS is_system);
create policy outbox_removed for delete using ( SELECT is_system() AS is_system);
create policy outbox_seen for select using (( SELECT is_system() AS is_system) OR ((COALESCE(current_setting('bihuan.groups'::text, true), ''::text) <> ''::text) AND (written_by = md5(current_setting('bihuan.groups'::text, true)))));
grant delete, insert, select, update to bihuan_app;

create table pending_trigger (
  trigger_id uuid not null,
  case_id uuid not null,
  name text not null,
  key text not null,
  payload jsonb not null,
  reason text not null,
  created_at timestamp with time zone not null,
  replayed_at timestamp with time zone,
  constraint pending_trigger_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint pending_trigger_pkey PRIMARY KEY (trigger_id)
);
alter table pending_trigger enable row level security;
CREATE INDEX pending_trigger_case ON public.pending_trigger USING btree (case_id);
create policy pending_trigger_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy pending_trigger_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy pending_trigger_removed for delete using ( SELECT is_system() AS is_system);
create policy pending_trigger_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table person (
  account text not null,
  name_zh text not null,
  unit_id text,
  firm_uscc text,
  post_zh text not null default ''::text,
  password_hash text,
  active boolean not null default true,
  constraint person_firm_uscc_fkey FOREIGN KEY (firm_uscc) REFERENCES firm(uscc),
  constraint person_pkey PRIMARY KEY (account),
  constraint person_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(unit_id)
);
grant delete, insert, select, update to bihuan_app;

create table prepared (
  case_id uuid not null,
  name text not null,
  scope_id text not null default ''::text,
  value jsonb not null,
  constraint prepared_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint prepared_pkey PRIMARY KEY (case_id, name, scope_id)
);
alter table prepared enable row level security;
create policy prepared_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy prepared_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy prepared_removed for delete using ( SELECT is_system() AS is_system);
create policy prepared_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table projector_position (
  broker_epoch text not null,
  partition_id integer not null,
  position bigint not null,
  constraint projector_position_pkey PRIMARY KEY (broker_epoch, partition_id)
);
grant delete, insert, select, update to bihuan_app;

create table record_quarantine (
  id bigint not null generated always as identity,
  at timestamp with time zone not null default now(),
  reason text not null,
  line text not null,
  constraint record_quarantine_pkey PRIMARY KEY (id)
);
grant delete, insert, select, update to bihuan_app;

create table register_change (
  change_id bigint not null generated always as identity,
  register text not null,
  row_id uuid not null,
  act text not null,
  imported boolean not null default false,
  before jsonb not null default '{}'::jsonb,
  after jsonb not null default '{}'::jsonb,
  by text not null,
  at timestamp with time zone not null,
  constraint register_change_act_check CHECK ((act = ANY (ARRAY['created'::text, 'changed'::text, 'retired'::text, 'restored'::text]))),
  constraint register_change_pkey PRIMARY KEY (change_id)
);
CREATE INDEX register_change_row ON public.register_change USING btree (register, row_id, change_id);
grant insert, select to bihuan_app;

create table reporter_step (
  form_id text not null,
  constraint reporter_step_pkey PRIMARY KEY (form_id)
);
grant select to bihuan_app;

create table reporter_vault (
  case_id uuid not null,
  sealed bytea not null,
  at timestamp with time zone not null,
  key_id integer not null default 1,
  constraint reporter_vault_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint reporter_vault_key_id_fkey FOREIGN KEY (key_id) REFERENCES vault_key(key_id),
  constraint reporter_vault_pkey PRIMARY KEY (case_id)
);
alter table reporter_vault enable row level security;
CREATE INDEX reporter_vault_key ON public.reporter_vault USING btree (key_id, case_id);
create policy reporter_vault_added for insert with check ( SELECT is_system() AS is_system);
create policy reporter_vault_changed for update using ( SELECT is_system() AS is_system) with check ( SELECT is_system() AS is_system);
create policy reporter_vault_seen for select using (( SELECT is_system() AS is_system) OR ('vault'::text = ANY (( SELECT my_groups() AS my_groups)::text[])) OR calls_reporter(case_id));
grant delete, insert, select, update to bihuan_app;

create table security_event (
  event_id bigint not null generated always as identity,
  at timestamp with time zone not null,
  actor text not null,
  act text not null,
  body jsonb not null default '{}'::jsonb,
  constraint security_event_pkey PRIMARY KEY (event_id)
);
CREATE TRIGGER security_event_for_ever BEFORE DELETE OR UPDATE ON public.security_event FOR EACH ROW EXECUTE FUNCTION audit_is_for_ever();
grant insert, select to bihuan_app;

create table service_receipt (
  receipt_id uuid not null,
  doc_id uuid not null,
  case_id uuid not null,
  serve_result text not null,
  served_at timestamp with time zone not null,
  receiver text,
  on_behalf boolean not null default false,
  detail jsonb not null default '{}'::jsonb,
  at timestamp with time zone not null,
  constraint service_receipt_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint service_receipt_doc_id_fkey FOREIGN KEY (doc_id) REFERENCES document(doc_id),
  constraint service_receipt_pkey PRIMARY KEY (receipt_id)
);
alter table service_receipt enable row level security;
create policy service_receipt_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy service_receipt_changed for update using (( SELECT sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM document d
  WHERE (d.doc_id = service_receipt.doc_id))) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy service_receipt_removed for delete using ( SELECT is_system() AS is_system);
create policy service_receipt_seen for select using (( SELECT sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM document d
  WHERE (d.doc_id = service_receipt.doc_id))) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table session (
  sid text not null,
  sess json not null,
  expire timestamp with time zone not null,
  constraint session_pkey PRIMARY KEY (sid)
);
CREATE INDEX session_expire ON public.session USING btree (expire);
grant delete, insert, select, update to bihuan_app;

create table start_draft (
  process text not null,
  account text not null,
  data jsonb not null,
  saved_at timestamp with time zone not null,
  version integer not null,
  waiting integer not null default 0,
  device text not null default ''::text,
  constraint start_draft_account_fkey FOREIGN KEY (account) REFERENCES person(account),
  constraint start_draft_pkey PRIMARY KEY (account, process)
);
alter table start_draft enable row level security;
create policy start_draft_own for delete using acts_as(account) with check acts_as(account);
grant delete, insert, select, update to bihuan_app;

create table submission (
  submission_id uuid not null,
  task_id uuid,
  case_id uuid not null,
  item_id uuid,
  element_id text not null,
  form_id text not null,
  data jsonb not null,
  answer jsonb not null,
  by text not null,
  at timestamp with time zone not null,
  scope_id text,
  sent_hash text,
  constraint submission_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint submission_pkey PRIMARY KEY (submission_id),
  constraint submission_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(task_id),
  constraint submission_task_id_key UNIQUE (task_id)
);
alter table submission enable row level security;
CREATE INDEX submission_case ON public.submission USING btree (case_id, at);
create policy submission_added for insert with check (( SELECT is_system() AS is_system) OR ((is_me(by) AND sees_case(case_id)) OR ((by = 'reporter'::text) AND (element_id = 'start'::text) AND reported_by_me(case_id))) OR works_on_case(case_id));
create policy submission_changed for update using (( SELECT sees_all() AS sees_all) OR (((task_id IS NOT NULL) AND holds_task(task_id)) OR (is_me(by) AND sees_case(case_id)) OR ((element_id = 'start'::text) AND reported_by_me(case_id))) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy submission_removed for delete using ( SELECT is_system() AS is_system);
create policy submission_seen for select using (( SELECT sees_all() AS sees_all) OR (((task_id IS NOT NULL) AND holds_task(task_id)) OR (is_me(by) AND sees_case(case_id)) OR ((element_id = 'start'::text) AND reported_by_me(case_id))) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table supervise_level (
  item_id uuid not null,
  level integer not null,
  case_id uuid not null,
  unit_id text not null,
  cause text not null,
  at timestamp with time zone not null,
  constraint supervise_level_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint supervise_level_cause_check CHECK ((cause = ANY (ARRAY['overdue'::text, 'weak'::text]))),
  constraint supervise_level_item_id_fkey FOREIGN KEY (item_id) REFERENCES notice_unit(item_id),
  constraint supervise_level_level_check CHECK (((level >= 1) AND (level <= 3))),
  constraint supervise_level_pkey PRIMARY KEY (item_id, level),
  constraint supervise_level_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(unit_id)
);
alter table supervise_level enable row level security;
CREATE INDEX supervise_level_case ON public.supervise_level USING btree (case_id);
create policy supervise_level_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy supervise_level_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy supervise_level_removed for delete using ( SELECT is_system() AS is_system);
create policy supervise_level_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table talk_publication (
  case_id uuid not null,
  text text not null,
  published_at timestamp with time zone not null,
  constraint talk_publication_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint talk_publication_pkey PRIMARY KEY (case_id)
);
alter table talk_publication enable row level security;
create policy talk_publication_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy talk_publication_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy talk_publication_removed for delete using ( SELECT is_system() AS is_system);
create policy talk_publication_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table talk_rule (
  rule text not null,
  name_zh text not null,
  fact_kind text not null,
  limit_key text,
  source_table text,
  basis_zh text not null,
  status text not null,
  note_zh text not null default ''::text,
  constraint talk_rule_pkey PRIMARY KEY (rule)
);
grant delete, insert, select, update to bihuan_app;

create table talk_scan (
  scan_id uuid not null default gen_random_uuid(),
  at timestamp with time zone not null,
  hits integer not null,
  capped boolean not null,
  constraint talk_scan_pkey PRIMARY KEY (scan_id)
);
CREATE INDEX talk_scan_at ON public.talk_scan USING btree (at DESC);
grant delete, insert, select, update to bihuan_app;

create table talk_trigger (
  trigger_id text not null,
  case_id uuid not null,
  talk_case_id uuid not null,
  rule text not null,
  unit_id text,
  causes text[] not null default '{}'::text[],
  fact text not null default ''::text,
  source_case_id uuid,
  at timestamp with time zone not null,
  constraint talk_trigger_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint talk_trigger_pkey PRIMARY KEY (trigger_id, case_id),
  constraint talk_trigger_rule_fkey FOREIGN KEY (rule) REFERENCES talk_rule(rule),
  constraint talk_trigger_source_case_id_fkey FOREIGN KEY (source_case_id) REFERENCES cases(case_id),
  constraint talk_trigger_talk_case_id_fkey FOREIGN KEY (talk_case_id) REFERENCES cases(case_id)
);
alter table talk_trigger enable row level security;
CREATE INDEX talk_trigger_talk ON public.talk_trigger USING btree (talk_case_id);
CREATE INDEX talk_trigger_unit ON public.talk_trigger USING btree (unit_id, at DESC);
create policy talk_trigger_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(talk_case_id));
create policy talk_trigger_changed for update using (( SELECT is_system() AS is_system) OR works_on_case(talk_case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(talk_case_id));
create policy talk_trigger_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(talk_case_id) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table task (
  task_id uuid not null,
  case_id uuid not null,
  process text not null,
  definition_key text not null,
  element_id text not null,
  element_name text not null,
  form_id text not null,
  groups text[] not null,
  separate_from text[] not null default '{}'::text[],
  item_id uuid,
  doc_id uuid,
  scope_id text,
  job_key text not null,
  element_instance_key text not null,
  instance_key text not null,
  broker_epoch text not null,
  variables jsonb not null default '{}'::jsonb,
  assignee text,
  state text not null default 'open'::text,
  cancel_reason text,
  clock_id uuid,
  due_at timestamp with time zone,
  warn_at timestamp with time zone,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  completed_by text,
  version integer not null default 1,
  constraint task_broker_epoch_job_key_key UNIQUE (broker_epoch, job_key),
  constraint task_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint task_pkey PRIMARY KEY (task_id),
  constraint task_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closing'::text, 'done'::text, 'cancelled'::text])))
);
alter table task enable row level security;
CREATE INDEX task_case ON public.task USING btree (case_id, opened_at);
CREATE INDEX task_case_doc ON public.task USING btree (case_id, doc_id) WHERE (doc_id IS NOT NULL);
CREATE INDEX task_done ON public.task USING btree (completed_by, closed_at DESC, task_id) WHERE (completed_by IS NOT NULL);
CREATE INDEX task_due ON public.task USING btree (due_at, case_id) WHERE ((state = 'open'::text) AND (due_at IS NOT NULL));
CREATE INDEX task_item ON public.task USING btree (item_id) WHERE ((state = 'open'::text) AND (item_id IS NOT NULL));
CREATE INDEX task_scope ON public.task USING btree (case_id, scope_id) WHERE (scope_id IS NOT NULL);
create policy task_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy task_changed for update using (( SELECT sees_all() AS sees_all) OR (groups && ( SELECT my_groups() AS my_groups)) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR (groups && ( SELECT my_groups() AS my_groups)) OR works_on_case(case_id));
create policy task_removed for delete using ( SELECT is_system() AS is_system);
create policy task_seen for select using (( SELECT sees_all() AS sees_all) OR (groups && ( SELECT my_groups() AS my_groups)) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table task_candidate (
  grp text not null,
  due_at timestamp with time zone not null,
  task_id uuid not null,
  constraint task_candidate_pkey PRIMARY KEY (grp, due_at, task_id),
  constraint task_candidate_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(task_id)
);
CREATE INDEX task_candidate_task ON public.task_candidate USING btree (task_id);
grant delete, insert, select, update to bihuan_app;

create table task_draft (
  task_id uuid not null,
  account text not null,
  data jsonb not null,
  saved_at timestamp with time zone not null,
  version integer not null,
  waiting integer not null default 0,
  device text not null default ''::text,
  constraint task_draft_account_fkey FOREIGN KEY (account) REFERENCES person(account),
  constraint task_draft_pkey PRIMARY KEY (task_id, account),
  constraint task_draft_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(task_id)
);
alter table task_draft enable row level security;
CREATE INDEX task_draft_account_idx ON public.task_draft USING btree (account);
create policy task_draft_own for delete using acts_as(account) with check acts_as(account);
grant delete, insert, select, update to bihuan_app;

create table task_draft_left (
  task_id uuid not null,
  account text not null,
  data jsonb not null,
  files text[] not null,
  saved_at timestamp with time zone not null,
  left_at timestamp with time zone not null,
  waiting integer not null default 0,
  constraint task_draft_left_account_fkey FOREIGN KEY (account) REFERENCES person(account),
  constraint task_draft_left_pkey PRIMARY KEY (task_id, account),
  constraint task_draft_left_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(task_id)
);
alter table task_draft_left enable row level security;
CREATE INDEX task_draft_left_files_idx ON public.task_draft_left USING gin (files);
create policy task_draft_left_next for select using (EXISTS ( SELECT 1
   FROM task t
  WHERE ((t.task_id = task_draft_left.task_id) AND (t.state = 'open'::text) AND (t.groups && ( SELECT my_groups() AS my_groups)))));
create policy task_draft_left_own for delete using acts_as(account) with check acts_as(account);
grant delete, insert, select, update to bihuan_app;

create table team_member (
  case_id uuid not null,
  account text not null,
  role text not null,
  state text not null default 'drawn'::text,
  seed text not null,
  drawn_at timestamp with time zone not null,
  constraint team_member_account_fkey FOREIGN KEY (account) REFERENCES person(account),
  constraint team_member_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint team_member_pkey PRIMARY KEY (case_id, account),
  constraint team_member_role_check CHECK ((role = ANY (ARRAY['head'::text, 'member'::text, 'expert'::text]))),
  constraint team_member_state_check CHECK ((state = ANY (ARRAY['drawn'::text, 'recused'::text])))
);
alter table team_member enable row level security;
create policy team_member_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy team_member_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy team_member_removed for delete using ( SELECT is_system() AS is_system);
create policy team_member_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

create table unit (
  unit_id text not null,
  parent_id text,
  name_zh text not null,
  kind text not null,
  path text not null,
  successor_id text,
  constraint unit_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES unit(unit_id),
  constraint unit_pkey PRIMARY KEY (unit_id),
  constraint unit_successor_id_fkey FOREIGN KEY (successor_id) REFERENCES unit(unit_id)
);
grant delete, insert, select, update to bihuan_app;

create table upload (
  upload_id uuid not null,
  sha256 text not null,
  name text not null,
  by text not null,
  at timestamp with time zone not null,
  taken_at timestamp with time zone,
  lat double precision,
  lng double precision,
  camera_at timestamp with time zone,
  camera_lat double precision,
  camera_lng double precision,
  camera_tags jsonb,
  device_at timestamp with time zone,
  device_lat double precision,
  device_lng double precision,
  device_accuracy double precision,
  device_address text,
  notes text[] not null default '{}'::text[],
  constraint upload_camera_at_check CHECK ((camera_at >= '1999-12-31 16:00:00+00'::timestamp with time zone)),
  constraint upload_camera_lat_check CHECK (((camera_lat >= ('-90'::integer)::double precision) AND (camera_lat <= (90)::double precision))),
  constraint upload_camera_lng_check CHECK (((camera_lng >= ('-180'::integer)::double precision) AND (camera_lng <= (180)::double precision))),
  constraint upload_device_at_check CHECK ((device_at >= '1999-12-31 16:00:00+00'::timestamp with time zone)),
  constraint upload_device_lat_check CHECK (((device_lat >= ('-90'::integer)::double precision) AND (device_lat <= (90)::double precision))),
  constraint upload_device_lng_check CHECK (((device_lng >= ('-180'::integer)::double precision) AND (device_lng <= (180)::double precision))),
  constraint upload_pkey PRIMARY KEY (upload_id),
  constraint upload_sha256_fkey FOREIGN KEY (sha256) REFERENCES file(sha256)
);
alter table upload enable row level security;
CREATE INDEX upload_sha ON public.upload USING btree (sha256, by);
create policy upload_added for insert with check (( SELECT is_system() AS is_system) OR is_me(by));
create policy upload_changed for update using (( SELECT is_system() AS is_system) OR is_me(by)) with check (( SELECT is_system() AS is_system) OR is_me(by));
create policy upload_left for select using (EXISTS ( SELECT 1
   FROM task_draft_left l
  WHERE (l.files @> ARRAY[upload.sha256])));
create policy upload_removed for delete using (( SELECT is_system() AS is_system) OR is_me(by));
create policy upload_seen for select using (( SELECT is_system() AS is_system) OR is_me(by) OR (EXISTS ( SELECT 1
   FROM evidence e
  WHERE (e.sha256 = upload.sha256))));
grant delete, insert, select, update to bihuan_app;

create table vault_key (
  key_id integer not null,
  fingerprint text,
  constraint vault_key_pkey PRIMARY KEY (key_id)
);
grant select to bihuan_app;

create table vault_read (
  vault_read_id uuid not null,
  case_id uuid not null,
  by text not null,
  reason text not null,
  at timestamp with time zone not null,
  task_id uuid,
  constraint vault_read_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint vault_read_pkey PRIMARY KEY (vault_read_id),
  constraint vault_read_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(task_id)
);
alter table vault_read enable row level security;
CREATE INDEX vault_read_by ON public.vault_read USING btree (by, at DESC);
create policy vault_read_added for insert with check (( SELECT is_system() AS is_system) OR (is_me(by) AND (('vault'::text = ANY (( SELECT my_groups() AS my_groups)::text[])) OR calls_reporter(case_id))));
create policy vault_read_seen for select using (( SELECT sees_all() AS sees_all) OR is_me(by));
grant insert, select to bihuan_app;

create table verdict (
  case_id uuid not null,
  seq integer not null,
  at timestamp with time zone not null,
  result text not null,
  predicates jsonb not null,
  constraint verdict_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(case_id),
  constraint verdict_pkey PRIMARY KEY (case_id, seq),
  constraint verdict_result_check CHECK ((result = ANY (ARRAY['green'::text, 'red'::text])))
);
alter table verdict enable row level security;
create policy verdict_added for insert with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy verdict_changed for update using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id)) with check (( SELECT is_system() AS is_system) OR works_on_case(case_id));
create policy verdict_removed for delete using ( SELECT is_system() AS is_system);
create policy verdict_seen for select using (( SELECT sees_all() AS sees_all) OR sees_whole_case(case_id));
grant delete, insert, select, update to bihuan_app;

CREATE OR REPLACE FUNCTION public.acts_as(p_account text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select case when coalesce(current_setting('bihuan.groups', true), '') = ''
        then is_system()
        else 'person:' || p_account = any (string_to_array(current_setting('bihuan.groups', true), ',')) end
    $function$

CREATE OR REPLACE FUNCTION public.audit_is_for_ever()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception 'audit rows can only be inserted' using errcode = 'insufficient_privilege';
    end $function$

CREATE OR REPLACE FUNCTION public.calls_reporter(p_case uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select exists (select 1 from task t join reporter_step r using (form_id)
        where t.case_id = p_case and t.state = 'open' and is_me(t.assignee) and t.groups && my_groups())
    $function$

CREATE OR REPLACE FUNCTION public.cases_found(patterns text[], most integer)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
    begin
      return query execute format('select case_id from cases where %s limit %s',
        (select string_agg(format('search_fold like %L', p), ' and ') from unnest(patterns) p), most);
    end $function$

CREATE OR REPLACE FUNCTION public.current_group(p_group text)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select coalesce((
        select case when split_part(p_group, ':', 1) = 'unit' then 'unit' when s.kind in ('street', 'soe') then s.kind else 'dept' end
               || ':' || s.unit_id
        from unit u join unit s on s.unit_id = current_unit(u.unit_id)
        where u.unit_id = split_part(p_group, ':', 2) and u.successor_id is not null
          and split_part(p_group, ':', 1) in ('unit', 'street', 'dept', 'soe')), p_group)
    $function$

CREATE OR REPLACE FUNCTION public.current_unit(p_unit text)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      with recursive way as (
        select unit_id, successor_id, 1 as step from unit where unit_id = p_unit
        union all select u.unit_id, u.successor_id, w.step + 1 from way w join unit u on u.unit_id = w.successor_id where w.step < 20)
      select coalesce((select unit_id from way where successor_id is null limit 1), p_unit)
    $function$

CREATE OR REPLACE FUNCTION public.fold_text(given text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
    declare t text := regexp_replace(given, '[\u00ad-\u00ad\u034f-\u034f\u061c-\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff-\ufeff]', '', 'g');
    begin
      t := regexp_replace(t, '[\u2022\u30fb\u2027\u2219\u22c5\uff65\u16eb\ufe52\u25cf]', U&'\00b7', 'g');
      t := regexp_replace(t, '[\uff08\u3014\u005b\uff3b\u3010\u3016\u300c\u300e\u300a\u3008\ufe59\ufe5d\u007b\uff5b\u003c]', U&'\0028', 'g');
      t := regexp_replace(t, '[\uff09\u3015\u005d\uff3d\u3011\u3017\u300d\u300f\u300b\u3009\ufe5a\ufe5e\u007d\uff5d\u003e]', U&'\0029', 'g');
      t := regexp_replace(t, '[\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe63\u2500\u30fc\u007e\uff5e\u301c]', U&'\002d', 'g');
      t := regexp_replace(t, '[\u2018\u2019\u201b\u0060\u00b4\u2032]', U&'\0027', 'g');
      t := regexp_replace(t, '[\u201c\u201d\u201e\u201f\u2033\uff02]', U&'\0022', 'g');
      t := regexp_replace(t, '[\uff0c\u3001\uff64\ufe50\ufe51]', U&'\002c', 'g');
      t := regexp_replace(t, '[\u3002\uff61\uff0e]', U&'\002e', 'g');
      t := regexp_replace(t, '[\uff1a\ufe55\u2236]', U&'\003a', 'g');
      t := regexp_replace(t, '[\uff1b\ufe54]', U&'\003b', 'g');
      -- Radicals as PDFs hold them are rare.
      if t ~ '[\u2e80-\u2fff]' then t := translate(t, U&'\2022\30fb\2027\2219\22c5\ff65\16eb\fe52\25cf\ff08\3014\005b\ff3b\3010\3016\300c\300e\300a\3008\fe59\fe5d\007b\ff5b\003c\ff09\3015\005d\ff3d\3011\3017\300d\300f\300b\3009\fe5a\fe5e\007d\ff5d\003e\2010\2011\2012\2013\2014\2015\2212\ff0d\fe63\2500\30fc\007e\ff5e\301c\2018\2019\201b\0060\00b4\2032\201c\201d\201e\201f\2033\ff02\ff0c\3001\ff64\fe50\fe51\3002\ff61\ff0e\ff1a\fe55\2236\ff1b\fe54\2ea0\2ec4\2ec5\2ec6\2ec9\2ecb\2ed3\2ed4\2ed8\2ed9\2eda\2edb\2edc\2edd\2ee2\2ee3\2ee4\2ee5\2ee6\2ee7\2ee8\2ee9\2eec\2eee\2ef0\2ef3\2e9f\2ec1\2ed7\2e92\2e9d', U&'\00b7\00b7\00b7\00b7\00b7\00b7\00b7\00b7\00b7\0028\0028\0028\0028\0028\0028\0028\0028\0028\0028\0028\0028\0028\0028\0028\0029\0029\0029\0029\0029\0029\0029\0029\0029\0029\0029\0029\0029\0029\0029\002d\002d\002d\002d\002d\002d\002d\002d\002d\002d\002d\002d\002d\002d\0027\0027\0027\0027\0027\0027\0022\0022\0022\0022\0022\0022\002c\002c\002c\002c\002c\002e\002e\002e\003a\003a\003a\003b\003b\6c11\897f\89c1\89d2\8d1d\8f66\957f\95e8\9752\97e6\9875\98ce\98de\98df\9a6c\9aa8\9b3c\9c7c\9e1f\5364\9ea6\9ec4\9f50\9f7f\9f99\9f9f\6bcd\864e\96e8\5df3\6708'); end if;
      t := lower(normalize(t, NFKC));
      -- A compatibility form may fold into a sign that folds on.
      if t ~ '[\u2022\u30fb\u2027\u2219\u22c5\uff65\u16eb\ufe52\u25cf\uff08\u3014\u005b\uff3b\u3010\u3016\u300c\u300e\u300a\u3008\ufe59\ufe5d\u007b\uff5b\u003c\uff09\u3015\u005d\uff3d\u3011\u3017\u300d\u300f\u300b\u3009\ufe5a\ufe5e\u007d\uff5d\u003e\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe63\u2500\u30fc\u007e\uff5e\u301c\u2018\u2019\u201b\u0060\u00b4\u2032\u201c\u201d\u201e\u201f\u2033\uff02\uff0c\u3001\uff64\ufe50\ufe51\u3002\uff61\uff0e\uff1a\ufe55\u2236\uff1b\ufe54\u2ea0\u2ec4\u2ec5\u2ec6\u2ec9\u2ecb\u2ed3\u2ed4\u2ed8\u2ed9\u2eda\u2edb\u2edc\u2edd\u2ee2\u2ee3\u2ee4\u2ee5\u2ee6\u2ee7\u2ee8\u2ee9\u2eec\u2eee\u2ef0\u2ef3\u2e9f\u2ec1\u2ed7\u2e92\u2e9d]' then t := translate(t, U&'\2022\30fb\2027\2219\22c5\ff65\16eb\fe52\25cf\ff08\3014\005b\ff3b\3010\3016\300c\300e\300a\3008\fe59\fe5d\007b\ff5b\003c\ff09\3015\005d\ff3d\3011\3017\300d\300f\300b\3009\fe5a\fe5e\007d\ff5d\003e\2010\2011\2012\2013\2014\2015\2212\ff0d\fe63\2500\30fc\007e\ff5e\301c\2018\2019\201b\0060\00b4\2032\201c\201d\201e\201f\2033\ff02\ff0c\3001\ff64\fe50\fe51\3002\ff61\ff0e\ff1a\fe55\2236\ff1b\fe54\2ea0\2ec4\2ec5\2ec6\2ec9\2ecb\2ed3\2ed4\2ed8\2ed9\2eda\2edb\2edc\2edd\2ee2\2ee3\2ee4\2ee5\2ee6\2ee7\2ee8\2ee9\2eec\2eee\2ef0\2ef3\2e9f\2ec1\2ed7\2e92\2e9d', U&'\00b7\00b7\00b7\00b7\00b7\00b7\00b7\00b7\00b7\0028\0028\0028\0028\0028\0028\0028\0028\0028\0028\0028\0028\0028\0028\0028\0029\0029\0029\0029\0029\0029\0029\0029\0029\0029\0029\0029\0029\0029\0029\002d\002d\002d\002d\002d\002d\002d\002d\002d\002d\002d\002d\002d\002d\0027\0027\0027\0027\0027\0027\0022\0022\0022\0022\0022\0022\002c\002c\002c\002c\002c\002e\002e\002e\003a\003a\003a\003b\003b\6c11\897f\89c1\89d2\8d1d\8f66\957f\95e8\9752\97e6\9875\98ce\98de\98df\9a6c\9aa8\9b3c\9c7c\9e1f\5364\9ea6\9ec4\9f50\9f7f\9f99\9f9f\6bcd\864e\96e8\5df3\6708'); end if;
      return btrim(regexp_replace(t, '[ \u0009\u000a\u000b\u000c\u000d\u0085\u00a0\u1680\u2028\u2029]+', ' ', 'g'));
    end $function$

CREATE OR REPLACE FUNCTION public.holds_item(p_case uuid, p_item uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select p_item is not null and exists (select 1 from task t where t.case_id = p_case and t.item_id = p_item and t.groups && my_groups())
    $function$

CREATE OR REPLACE FUNCTION public.holds_paper(p_case uuid, p_doc uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select exists (select 1 from task t where t.case_id = p_case and t.doc_id = p_doc and t.groups && my_groups())
    $function$

CREATE OR REPLACE FUNCTION public.holds_task(p_task uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select exists (select 1 from task t where t.task_id = p_task and t.groups && my_groups())
    $function$

CREATE OR REPLACE FUNCTION public.is_me(p_account text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select 'person:' || p_account = any (my_groups())
    $function$

CREATE OR REPLACE FUNCTION public.is_system()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select coalesce(current_setting('bihuan.scope', true), '') = 'system'
    $function$

CREATE OR REPLACE FUNCTION public.my_groups()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select string_to_array(coalesce(current_setting('bihuan.groups', true), ''), ',')
    $function$

CREATE OR REPLACE FUNCTION public.next_number(p_series text, p_year integer)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      with given as (
        select coalesce((select last from case_counter where series = p_series and year = p_year), 0) as last),
      typed as (
        select no, no - lag(no, 1, given.last) over (order by no) as step
        from doc_number, given where series = p_series and year = p_year and no > given.last),
      run as (select no, step, count(*) filter (where step > 100) over (order by no) as run from typed),
      -- Six digits are the most that a number has: nothing comes after them.
      followed as (
        select max(no) as last from run group by run having (run = 0 or bool_or(step = 1)) and max(no) < 999999)
      select greatest((select last from given), coalesce((select max(last) from followed), 0)) + 1
    $function$

CREATE OR REPLACE FUNCTION public.party_scope(p_case uuid, p_grp text)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select case when p_grp like 'firm:%' then 'task'
        when p_grp ~ '^(street|dept|soe):' then coalesce((select unit_scope from cases where case_id = p_case), 'full')
        else 'full' end
    $function$

CREATE OR REPLACE FUNCTION public.publish_checklist(p_by text, p_at timestamp with time zone, p_note text)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
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
    end $function$

CREATE OR REPLACE FUNCTION public.rang_for_me(p_clock uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      select exists (select 1 from clock_event e where e.clock_id = p_clock and e.kind = 'ring' and string_to_array(e.grp, ',') && my_groups())
    $function$

CREATE OR REPLACE FUNCTION public.record_act(p_case uuid, p_at text, p_actor text, p_unit text, p_act text, p_subject text, p_body text)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
    declare v_seq integer; v_prev text; v_hash text;
    begin
      select seq + 1, hash into v_seq, v_prev from case_chain where case_id = p_case for update;
      if not found then
        insert into case_chain (case_id, seq, hash) values (p_case, 0, repeat('0', 64)) on conflict do nothing;
        select seq + 1, hash into v_seq, v_prev from case_chain where case_id = p_case for update;
      end if;
      v_hash := encode(sha256(convert_to(concat_ws(E'\n', v_prev, p_case, v_seq, p_at, p_actor, p_unit, p_act, p_subject, p_body), 'UTF8')), 'hex');
      insert into audit_event (case_id, seq, at, actor, unit_id, act, subject, body, prev_hash, hash)
        values (p_case, v_seq, p_at, p_actor, p_unit, p_act, p_subject, p_body, v_prev, v_hash);
      update case_chain set seq = v_seq, hash = v_hash where case_id = p_case;
      return v_seq;
    end $function$

CREATE OR REPLACE FUNCTION public.reported_by_me(p_case uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select exists (select 1 from case_party p where p.case_id = p_case and p.why = '举报' and p.grp = any (my_groups()))
    $function$

CREATE OR REPLACE FUNCTION public.reserve_number(p_number text, p_series text, p_year integer, p_no integer, p_case uuid, p_submission uuid, p_doc uuid, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      insert into doc_number (number, series, year, no, case_id, submission_id, doc_id, at)
      values (p_number, p_series, p_year, p_no, p_case, p_submission, p_doc, p_at) on conflict (number) do nothing;
      return found;
    end $function$

CREATE OR REPLACE FUNCTION public.sees_all()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select coalesce(current_setting('bihuan.scope', true), '') in ('all', 'system')
    $function$

CREATE OR REPLACE FUNCTION public.sees_case(p_case uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE COST 2000
AS $function$
      select sees_all() or exists (select 1 from case_party p where p.case_id = p_case and p.grp = any (my_groups()))
    $function$

CREATE OR REPLACE FUNCTION public.sees_whole_case(p_case uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE COST 2000
AS $function$
      select sees_all() or exists (select 1 from case_party p where p.case_id = p_case and p.scope = 'full' and p.grp = any (my_groups()))
    $function$

CREATE OR REPLACE FUNCTION public.works_on(p_case uuid, p_task uuid, p_item uuid, p_scope text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select exists (select 1 from task t where t.case_id = p_case and t.groups && my_groups()
        and (t.task_id = p_task or t.item_id = p_item or t.scope_id = p_scope))
    $function$

CREATE OR REPLACE FUNCTION public.works_on_case(p_case uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
      select is_system() or exists (select 1 from case_party p where p.case_id = p_case and p.scope = 'full' and p.grp = any (my_groups()))
    $function$
