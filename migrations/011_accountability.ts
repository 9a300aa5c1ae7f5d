import type { Knex } from 'knex';

/** 问责移送: officials handed to the discipline organ, with its receipt. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table accountability_referral (
      referral_id uuid primary key,
      case_id     uuid not null references cases,
      item_id     uuid,
      doc_id      uuid references document,
      reason      text not null,
      referred_at timestamptz not null,
      received_at timestamptz,
      receiver    text,
      unique (case_id, doc_id)
    );
    create index accountability_referral_case on accountability_referral (case_id);
    alter table accountability_referral enable row level security;
    create policy accountability_referral_seen on accountability_referral for select to bihuan_app using (sees_case(case_id));
    create policy accountability_referral_changed on accountability_referral for update to bihuan_app using (sees_case(case_id));
    create policy accountability_referral_removed on accountability_referral for delete to bihuan_app using (sees_case(case_id));
    create policy accountability_referral_added on accountability_referral for insert to bihuan_app with check (true);
  `);
}
