import type { Knex } from 'knex';

/** What goes to the engine and what comes back: outbox, effects of jobs, exported records and their projection. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table definition_version (
      process        text not null,
      version        integer not null,
      broker_epoch   text not null,
      definition_key text not null,
      hash           text not null,
      bpmn           text not null,
      forms          jsonb not null,
      deployed_by    text not null,
      deployed_at    timestamptz not null,
      primary key (broker_epoch, definition_key)
    );
    create unique index definition_latest on definition_version (process, version, broker_epoch);

    -- kind: message · start (create instance at the none start) · complete (job) · cancel (instance) · ticket (push-back)
    create table outbox (
      outbox_id    bigint generated always as identity primary key,
      kind         text not null,
      case_id      uuid,
      payload      jsonb not null,
      created_at   timestamptz not null default clock_timestamp(),
      available_at timestamptz not null default clock_timestamp(),
      attempts     integer not null default 0,
      last_error   text,
      done_at      timestamptz,
      result       text
    );
    create index outbox_due on outbox (available_at, outbox_id) where done_at is null;
    create index outbox_case on outbox (case_id) where done_at is null;

    create table job_effect (
      broker_epoch text not null,
      job_key      text not null,
      type         text not null,
      case_id      uuid,
      output       jsonb not null,
      at           timestamptz not null,
      primary key (broker_epoch, job_key)
    );

    create table instance (
      broker_epoch   text not null,
      instance_key   text not null,
      case_id        uuid,
      parent_key     text,
      process        text not null,
      definition_key text not null,
      state          text not null default 'active' check (state in ('active', 'completed', 'terminated')),
      started_at     timestamptz,
      ended_at       timestamptz,
      primary key (broker_epoch, instance_key)
    );
    create index instance_case on instance (case_id);
    create index instance_parent on instance (broker_epoch, parent_key);

    create table engine_record (
      broker_epoch text not null,
      partition_id integer not null,
      position     bigint not null,
      value_type   text not null,
      intent       text not null,
      record_key   text not null,
      at           timestamptz not null,
      value        jsonb not null,
      primary key (broker_epoch, partition_id, position)
    );
    -- A record that could not be read is parked, never refused: one refused record stops the exporter for good.
    create table record_quarantine (
      id     bigint generated always as identity primary key,
      at     timestamptz not null default now(),
      reason text not null,
      line   text not null
    );
    create table projector_position (
      broker_epoch text not null,
      partition_id integer not null,
      position     bigint not null,
      primary key (broker_epoch, partition_id)
    );

    create table element_visit (
      broker_epoch text not null,
      element_instance_key text not null,
      instance_key text not null,
      element_id   text not null,
      element_type text not null,
      state        text not null check (state in ('active', 'completed', 'terminated')),
      entered_at   timestamptz not null,
      left_at      timestamptz,
      primary key (broker_epoch, element_instance_key)
    );
    create index element_visit_instance on element_visit (broker_epoch, instance_key);
    create table flow_taken (
      broker_epoch text not null,
      position     bigint not null,
      partition_id integer not null,
      instance_key text not null,
      flow_id      text not null,
      at           timestamptz not null,
      primary key (broker_epoch, partition_id, position)
    );
    create index flow_taken_instance on flow_taken (broker_epoch, instance_key);

    create table incident (
      broker_epoch text not null,
      incident_key text not null,
      instance_key text not null,
      case_id      uuid,
      element_id   text not null,
      job_key      text,
      error_type   text not null,
      message      text not null,
      at           timestamptz not null,
      resolved_at  timestamptz,
      resolved_by  text,
      primary key (broker_epoch, incident_key)
    );
  `);
}
