import type { Knex } from 'knex';

/**
 * Time and place of evidence are facts of the file and of its upload, each with where it came from; what a person says of
 * them stands beside (decision 0010). `file.look` finds a picture again that was saved anew.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A grey square of 64 × 64 pixels; null for what is no picture, or has too little in it.
    alter table file add column look bytea check (octet_length(look) = 4096);

    -- Facts as they came: of the camera (its tags as they stood in the file), of the sending device, of the host (at).
    alter table upload
      add column camera_at timestamptz check (camera_at >= '2000-01-01 00:00+08'),
      add column camera_lat double precision check (camera_lat between -90 and 90),
      add column camera_lng double precision check (camera_lng between -180 and 180),
      add column camera_tags jsonb,
      add column device_at timestamptz check (device_at >= '2000-01-01 00:00+08'),
      add column device_lat double precision check (device_lat between -90 and 90),
      add column device_lng double precision check (device_lng between -180 and 180),
      add column device_accuracy double precision,
      add column device_address text,
      -- What was not believed, each a sentence.
      add column notes text[] not null default '{}';

    -- taken_at and place are the facts; stated is what the form said otherwise, place_reason why.
    alter table evidence
      add column time_from text check (time_from in ('camera', 'device', 'received')),
      add column place_from text check (place_from in ('camera', 'device')),
      add column stated jsonb,
      add column contradicts text[] not null default '{}' check (contradicts <@ array['time', 'place']),
      -- A picture before that this one, given as a picture after, is much like: {sha256, name, part}.
      add column resembles jsonb,
      -- Who said place_reason later than the picture was handed in (补正), and when.
      add column reason_by text,
      add column reason_at timestamptz;
    -- A view has the columns of the day it was made.
    create or replace view standing_evidence with (security_invoker = true) as
      select e.* from evidence e
      where not exists (select 1 from task t where t.task_id = e.task_id and t.state = 'cancelled');
  `);
}
