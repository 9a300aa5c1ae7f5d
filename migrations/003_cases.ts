import type { Knex } from 'knex';

/** The case and everything that is evidence of its closed loop. Business time is UTC. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table case_counter (
      series text not null,
      year   integer not null,
      last   integer not null,
      primary key (series, year)
    );

    -- status: opening (row durable, engine not yet heard of it) · open · sealed · cancelled
    create table cases (
      case_id          uuid primary key,
      case_no          text not null unique,
      process          text not null,
      title            text not null,
      status           text not null default 'opening' check (status in ('opening', 'open', 'sealed', 'cancelled')),
      owner_group      text not null,
      unit_id          text references unit,
      firm_uscc        text,
      source           text,
      entry            text,
      anonymous        boolean not null default false,
      level            text,
      business_key     text not null,
      sequence         integer not null default 1,
      parent_case_id   uuid references cases,
      source_case_id   uuid references cases,
      instance_key     text,
      broker_epoch     text,
      definition_key   text,
      law_pack_version integer references legal_pack,
      outcome          text,
      outcome_reason   text,
      verdict          text,
      facts            jsonb not null default '{}',
      search           text not null default '',
      opened_by        text not null,
      opened_at        timestamptz not null,
      sealed_at        timestamptz,
      seal_hash        text,
      unique (process, business_key, sequence)
    );
    create index cases_list on cases (opened_at desc, case_id);
    create index cases_search on cases using gin (search gin_trgm_ops);
    create unique index cases_instance on cases (broker_epoch, instance_key) where instance_key is not null;

    -- Who may see the case. scope 'full': the whole case page; 'task': only own tasks and the case head (firms).
    create table case_party (
      case_id uuid not null references cases,
      grp     text not null,
      scope   text not null default 'full' check (scope in ('full', 'task')),
      why     text not null,
      primary key (case_id, grp)
    );
    create index case_party_grp on case_party (grp, case_id);

    create table case_link (
      from_case uuid not null references cases,
      to_case   uuid not null references cases,
      kind      text not null,
      at        timestamptz not null,
      primary key (from_case, to_case, kind)
    );

    -- A message whose receiving process is not deployed yet: kept, shown as 待启动, replayed at deployment.
    create table pending_trigger (
      trigger_id  uuid primary key,
      case_id     uuid not null references cases,
      name        text not null,
      key         text not null,
      payload     jsonb not null,
      reason      text not null,
      created_at  timestamptz not null,
      replayed_at timestamptz
    );
    create index pending_trigger_case on pending_trigger (case_id);

    create table task (
      task_id        uuid primary key,
      case_id        uuid not null references cases,
      process        text not null,
      definition_key text not null,
      element_id     text not null,
      element_name   text not null,
      form_id        text not null,
      groups         text[] not null,
      separate_from  text[] not null default '{}',
      item_id        uuid,
      doc_id         uuid,
      scope_id       text,
      job_key        text not null,
      element_instance_key text not null,
      instance_key   text not null,
      broker_epoch   text not null,
      variables      jsonb not null default '{}',
      assignee       text,
      state          text not null default 'open' check (state in ('open', 'closing', 'done', 'cancelled')),
      cancel_reason  text,
      clock_id       uuid,
      due_at         timestamptz,
      warn_at        timestamptz,
      opened_at      timestamptz not null,
      closed_at      timestamptz,
      completed_by   text,
      version        integer not null default 1,
      draft          jsonb,
      draft_by       text,
      unique (broker_epoch, job_key)
    );
    create index task_case on task (case_id, opened_at);
    create index task_done on task (completed_by, closed_at desc, task_id) where state in ('closing', 'done');

    -- The inbox: one narrow row per (candidate group, open task), gone when the task closes, so that a page is
    -- an index range however many tasks there are.
    create table task_candidate (
      grp     text not null,
      due_at  timestamptz not null,
      task_id uuid not null references task,
      primary key (grp, due_at, task_id)
    );
    create index task_candidate_task on task_candidate (task_id);

    create table submission (
      submission_id uuid primary key,
      task_id       uuid unique references task,
      case_id       uuid not null references cases,
      item_id       uuid,
      element_id    text not null,
      form_id       text not null,
      data          jsonb not null,
      answer        jsonb not null,
      by            text not null,
      at            timestamptz not null
    );
    create index submission_case on submission (case_id, at);

    create table item (
      item_id           uuid primary key,
      case_id           uuid not null references cases,
      no                integer not null,
      kind              text not null,
      title             text not null,
      demand            text not null default '',
      responsible_group text,
      state             text not null check (state in ('open', 'struck-off', 'merged', 'transferred', 'unfounded', 'refused', 'returned')),
      merged_into       uuid,
      rectify_by        date,
      overdue_at        timestamptz,
      fail_count        integer not null default 0,
      opened_at         timestamptz not null,
      closed_at         timestamptz,
      unique (case_id, no)
    );

    create table file (
      sha256     text primary key,
      mime       text not null,
      size       bigint not null,
      created_at timestamptz not null
    );
    create table upload (
      upload_id   uuid primary key,
      sha256      text not null references file,
      name        text not null,
      by          text not null,
      at          timestamptz not null,
      taken_at    timestamptz,
      lat         double precision,
      lng         double precision
    );
    create index upload_sha on upload (sha256, by);

    create table evidence (
      evidence_id  uuid primary key,
      case_id      uuid not null references cases,
      item_id      uuid,
      task_id      uuid references task,
      element_id   text not null,
      field        text not null,
      phase        text not null check (phase in ('before', 'after', 'other')),
      sha256       text not null references file,
      name         text not null default '',
      taken_at     timestamptz,
      place        jsonb,
      place_reason text,
      by           text not null,
      at           timestamptz not null
    );
    create index evidence_case on evidence (case_id);
    create index evidence_sha on evidence (sha256);

    create table document (
      doc_id     uuid primary key,
      case_id    uuid not null references cases,
      item_id    uuid,
      task_id    uuid references task,
      element_id text not null,
      template   text not null,
      title      text not null,
      way        text not null check (way in ('serve', 'form', 'upload')),
      state      text not null check (state in ('draft', 'signed', 'numbered', 'sent', 'served')),
      doc_no     text unique,
      version    integer not null default 1,
      data       jsonb not null default '{}',
      body       jsonb not null default '[]',
      recipient  jsonb,
      signed_by  text,
      signed_at  timestamptz,
      sha256     text,
      pages      integer,
      -- digest of what the kept PDF was printed from: printed anew only when that changes
      print_key  text,
      created_at timestamptz not null
    );
    create index document_case on document (case_id);

    create table service_receipt (
      receipt_id   uuid primary key,
      doc_id       uuid not null references document,
      case_id      uuid not null references cases,
      serve_result text not null,
      served_at    timestamptz not null,
      receiver     text,
      on_behalf    boolean not null default false,
      detail       jsonb not null default '{}',
      at           timestamptz not null
    );

    create table answer (
      answer_id   uuid primary key,
      case_id     uuid not null references cases,
      kind        text not null check (kind in ('reporter', 'upward', 'push-back', 'callback')),
      way         text not null,
      at          timestamptz not null,
      content     text not null,
      unreachable boolean not null default false,
      tries       integer,
      acknowledged_at timestamptz,
      by          text not null
    );
    create index answer_case on answer (case_id);

    create table explanation (
      explanation_id uuid primary key,
      case_id        uuid not null references cases,
      predicate      text not null,
      text           text not null,
      by             text not null,
      approved_by    text not null,
      at             timestamptz not null
    );

    create table clock (
      clock_id      uuid primary key,
      case_id       uuid not null references cases,
      item_id       uuid,
      task_id       uuid,
      scope_id      text,
      element_id    text,
      key           text not null,
      name_zh       text not null,
      article       text not null,
      pack_version  integer not null references legal_pack,
      started_at    timestamptz not null,
      fixed_on      date,
      nominal_on    date,
      due_on        date,
      due_at        timestamptz not null,
      warn_at       timestamptz,
      provisional   boolean not null default false,
      paused_since  timestamptz,
      extended_days integer not null default 0,
      extensions    integer not null default 0,
      state         text not null default 'open' check (state in ('open', 'closed', 'superseded', 'cancelled')),
      closed_at     timestamptz,
      ring_key      text,
      ring_message  text,
      level         integer not null default -1,
      next_at       timestamptz,
      next_kind     text
    );
    create index clock_case on clock (case_id);
    create index clock_next on clock (next_at) where state = 'open' and next_at is not null;
    create index clock_ring on clock (ring_key) where state = 'open';

    create table clock_event (
      clock_id uuid not null references clock,
      seq      integer not null,
      kind     text not null check (kind in ('open', 'pause', 'resume', 'extend', 'refuse', 'warn', 'ring', 'acknowledge', 'close', 'replan', 'restart')),
      level    integer,
      grp      text,
      at       timestamptz not null,
      by       text not null,
      before   jsonb,
      after    jsonb,
      reason   text,
      primary key (clock_id, seq)
    );

    create table extension (
      extension_id uuid primary key,
      clock_id     uuid not null references clock,
      case_id      uuid not null references cases,
      days         integer not null,
      data         jsonb not null,
      requested_by text not null,
      requested_at timestamptz not null,
      state        text not null default 'requested' check (state in ('requested', 'granted', 'refused')),
      refused_rule text,
      granted_days integer,
      decided_by   text,
      decided_at   timestamptz,
      due_before   timestamptz not null,
      due_after    timestamptz
    );
    create unique index extension_live on extension (clock_id) where state = 'requested';

    create table lesson (
      lesson_id uuid primary key,
      case_id   uuid not null references cases,
      text      text not null,
      by        text not null,
      at        timestamptz not null
    );

    create table verdict (
      case_id    uuid not null references cases,
      seq        integer not null,
      at         timestamptz not null,
      result     text not null check (result in ('green', 'red')),
      predicates jsonb not null,
      primary key (case_id, seq)
    );

    create table notification (
      notification_id uuid primary key,
      grp        text not null,
      case_id    uuid references cases,
      kind       text not null,
      text       text not null,
      at         timestamptz not null,
      read_at    timestamptz
    );
    create index notification_grp on notification (grp, at desc);

    -- Who reported: encrypted, in a table of its own, every look leaves a row (quality.md, Security).
    create table reporter_vault (
      case_id uuid primary key references cases,
      sealed  bytea not null,
      at      timestamptz not null
    );
    create table vault_read (
      vault_read_id uuid primary key,
      case_id uuid not null references cases,
      by      text not null,
      reason  text not null,
      at      timestamptz not null
    );

    -- What the demo's local 12345 receiver got: one row per push-back, kept so that the loop can be seen.
    create table hotline_receipt (
      answer_id   text primary key,
      ticket_no   text not null,
      status      text not null,
      content     text not null,
      received_at timestamptz not null
    );

    -- Repeats of a POST with the same Idempotency-Key get the first answer.
    create table idempotency (
      actor  text not null,
      key    text not null,
      hash   text not null,
      answer jsonb not null,
      at     timestamptz not null,
      primary key (actor, key)
    );
  `);
}
