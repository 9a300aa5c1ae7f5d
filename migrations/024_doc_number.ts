import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';

interface Old {
  number: string;
  case_id: string;
  submission_id: string | null;
  doc_id: string | null;
  at: Date;
}

/** The spelling of that time: forms may change later, what this migration made may not. */
function read(typed: string): { number: string; series: string; year: number | null; no: number | null } {
  const plain = typed
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/[[【〖﹝(「]/g, '〔')
    .replace(/[\]】〗﹞)」]/g, '〕');
  const parts = /^([^〔〕\d]{1,40}?)字?〔((?:19|20)\d\d)〕第?0*([1-9]\d{0,5})号$/u.exec(plain);
  if (parts === null) return { number: plain, series: '', year: null, no: null };
  const [, series = '', year, no] = parts;
  return { number: `${series}〔${year}〕${Number(no)}号`, series, year: Number(year), no: Number(no) };
}

/** One register of all 文号 that the bureau gives, whoever writes them: no number stands on two papers. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- year and no are null only for numbers of the past that nobody can take apart.
    create table doc_number (
      number        text primary key,
      series        text not null,
      year          integer,
      no            integer,
      case_id       uuid not null references cases,
      submission_id uuid references submission deferrable initially deferred,
      doc_id        uuid references document,
      at            timestamptz not null
    );
    create index doc_number_series on doc_number (series, year, no desc);
    -- Numbers that stood on two papers before this register was kept: nothing is taken away, a person must look.
    create table doc_number_twice (
      twice_id      uuid primary key,
      number        text not null references doc_number,
      case_id       uuid not null references cases,
      submission_id uuid references submission,
      doc_id        uuid references document,
      at            timestamptz not null
    );
  `);
  await knex.raw(`
    -- The register is written by one function and never changed. Who sees the case sees its numbers; that a number is
    -- taken everybody is told who tries to use it, but not by whom.
    alter table doc_number enable row level security;
    alter table doc_number_twice enable row level security;
    create policy doc_number_seen on doc_number for select to bihuan_app using (sees_case(case_id));
    create policy doc_number_twice_seen on doc_number_twice for select to bihuan_app using (sees_case(case_id));
    revoke insert, update, delete, truncate on doc_number, doc_number_twice from bihuan_app;

    -- False: another paper has it. Of two at once the second waits for the first to commit.
    create function reserve_number(p_number text, p_series text, p_year integer, p_no integer, p_case uuid,
                                   p_submission uuid, p_doc uuid, p_at timestamptz)
    returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into doc_number (number, series, year, no, case_id, submission_id, doc_id, at)
      values (p_number, p_series, p_year, p_no, p_case, p_submission, p_doc, p_at) on conflict (number) do nothing;
      return found;
    end $$;
    -- The number after the last one of the series, over all cases; says nothing else of them.
    create function next_number(p_series text, p_year integer)
    returns integer language sql volatile security definer set search_path = public, pg_temp as $$
      select greatest(
        coalesce((select max(no) from doc_number where series = p_series and year = p_year), 0),
        coalesce((select last from case_counter where series = p_series and year = p_year), 0)) + 1
    $$;
    revoke execute on function reserve_number, next_number from public;
    grant execute on function reserve_number, next_number to bihuan_app;
  `);
  const { rows } = await knex.raw<{ rows: Old[] }>(`
    select doc_no as number, case_id, null::uuid as submission_id, doc_id, coalesce(signed_at, created_at) as at
      from document where doc_no is not null
    union all
    select coalesce(data->>'decisionNo', data->>'docNo'), case_id, submission_id, null::uuid, at
      from submission where form_id in ('hazard.control', 'notice.upward') and coalesce(data->>'decisionNo', data->>'docNo') is not null
    order by at`);
  const taken = new Set<string>();
  for (const { number: typed, ...paper } of rows) {
    const { number, series, year, no } = read(typed);
    if (number === '') continue;
    if (taken.has(number))
      await knex('doc_number_twice').insert({ twice_id: randomUUID(), number, ...paper });
    else await knex('doc_number').insert({ number, series, year, no, ...paper });
    taken.add(number);
  }
  // A table with checks still to come cannot be altered by what follows.
  await knex.raw('set constraints all immediate');
}
