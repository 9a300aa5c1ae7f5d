import { randomUUID } from 'node:crypto';
import type { Actor } from './actor.ts';
import { canonical } from './canonical.ts';
import { asHouse, one, type Trx } from './db.ts';
import type { ProcessMeta } from './definitions.ts';
import { enqueue } from './outbox.ts';
import { now, shanghaiDayOf } from './time.ts';

/** Start messages live this long in the broker: longer than any retry of ours, so a repeat is always recognised. */
const START_TTL_MS = 7 * 24 * 3600_000;

export interface NewCase {
  process: string;
  /** Prefix of the 案号. */
  series: string;
  title: string;
  ownerGroup: string;
  /** With process: the key that lets only one round live at a time (12345 ticket number, finding id); default the case's own id. */
  businessKey?: string;
  /** By message (name) with the business key as correlation key, or at the none start event. */
  startMessage?: string;
  variables: Record<string, unknown>;
  source?: string | null;
  entry?: string | null;
  anonymous?: boolean;
  level?: string | null;
  unitId?: string | null;
  firmUscc?: string | null;
  parentCaseId?: string | null;
  sourceCaseId?: string | null;
  /** Somebody reported it: outsiders read `titleOut` and nothing of the report. */
  reported?: boolean;
  /** What outsiders read and search by; default: the title. */
  titleOut?: string;
  /** The group of the person who reported it himself; sees what he sent and what is answered (core/reporter.ts). */
  reporterGroup?: string | undefined;
  /** What the case page shows at its head; never vault values. */
  facts: Record<string, unknown>;
  search: string;
  /** What units other than the owner's see of it: the whole case, or only its head and their own tasks. */
  unitScope?: 'full' | 'task';
  /** Groups that may send a message to it: they see its head, to find it. */
  senders?: string[];
  /** Groups that see the whole case from the start, besides the owner group. */
  parties: string[];
  /** What was registered, for the audit row; default the facts. Never vault values. */
  registered?: unknown;
  /** Extra words for the audit row. */
  audit?: Record<string, unknown>;
}

/** What a process says of its cases, for the rows of a new one. */
export const settingsOf = ({ ownerGroup, unitScope, asked }: ProcessMeta) => ({
  ownerGroup,
  unitScope,
  senders: asked.flatMap(({ sentBy }) => sentBy).filter((group) => group !== 'object'),
});

/**
 * Open a case: row, parties, audit row and start command in one transaction; the reply is durable and the engine may
 * be away. Gives caseId and 案号 at once, so that the number can be told to the reporter. Throws a unique violation
 * (23505) when the business key is live; see `liveCase`.
 */
export async function openCase(
  trx: Trx,
  actor: Actor,
  fresh: NewCase,
): Promise<{ caseId: string; caseNo: string }> {
  const registered = await registerCase(trx, actor, fresh);
  const variables = { caseId: registered.caseId, ...fresh.variables };
  const key = fresh.businessKey ?? registered.caseId;
  await enqueue(
    trx,
    registered.caseId,
    fresh.startMessage === undefined
      ? { kind: 'start', process: fresh.process, variables }
      : { kind: 'message', name: fresh.startMessage, key, ttl: START_TTL_MS, variables },
  );
  return registered;
}

/** The rows of a new case without a start command: its instance runs already (a called process, see `case.open`). */
export async function registerCase(
  trx: Trx,
  actor: Actor,
  fresh: Omit<NewCase, 'variables' | 'startMessage'>,
): Promise<{ caseId: string; caseNo: string }> {
  const caseId = randomUUID();
  const at = now();
  const businessKey = fresh.businessKey ?? caseId;
  const caseNo = await nextCaseNo(trx, fresh.series, at);
  const parties = [...new Set([fresh.ownerGroup, ...fresh.parties])];
  const today = shanghaiDayOf(at);
  const titleOut = fresh.titleOut ?? fresh.title;
  // One statement: row, parties and audit row. The counter above is locked until the commit, so little may follow it. The
  // product enters them: nobody is party to a case that is not there yet.
  const enter = () =>
    trx.raw(
      `with made as (
       insert into cases (case_id, case_no, process, title, owner_group, unit_id, firm_uscc, source, entry, anonymous, level,
         business_key, sequence, parent_case_id, source_case_id, unit_scope, law_pack_version, facts, search, reported, title_out, search_out, opened_by, opened_at)
       values (:id, :no, :process, :title, :owner, :unit, :firm, :source, :entry, :anonymous, :level, :key,
         coalesce((select max(sequence) from cases where process = :process and business_key = :key), 0) + 1, :parent, :from, :unitScope,
         (select max(version) from legal_pack where effective_from <= :today and (effective_to is null or effective_to >= :today)),
         :facts, :search, :reported, :titleOut, :searchOut, :by, :at)),
     seen as (
       insert into case_party (case_id, grp, scope, why)
       select cast(:id as uuid), g, case when g like 'firm:%' then 'task' else 'full' end, '建案' from unnest(cast(:parties as text[])) g
       union all select cast(:id as uuid), g, 'task', '来件登记' from unnest(cast(:senders as text[])) g where g <> all(cast(:parties as text[]))
       union all select cast(:id as uuid), cast(:reporter as text), 'task', '举报' where cast(:reporter as text) is not null)
     select record_act(:id, :stamp, :by, :actorUnit, 'case.opened', :process, :body)`,
      {
        id: caseId,
        no: caseNo,
        process: fresh.process,
        title: fresh.title,
        owner: fresh.ownerGroup,
        unit: fresh.unitId ?? null,
        firm: fresh.firmUscc ?? null,
        source: fresh.source ?? null,
        entry: fresh.entry ?? null,
        anonymous: fresh.anonymous ?? false,
        level: fresh.level ?? null,
        key: businessKey,
        parent: fresh.parentCaseId ?? null,
        from: fresh.sourceCaseId ?? null,
        unitScope: fresh.unitScope ?? 'full',
        today,
        facts: JSON.stringify(fresh.facts),
        search: `${caseNo} ${fresh.title} ${fresh.search}`,
        reported: fresh.reported ?? false,
        titleOut,
        searchOut: fresh.reported ? `${caseNo} ${titleOut}` : `${caseNo} ${fresh.title} ${fresh.search}`,
        reporter: fresh.reporterGroup ?? null,
        by: actor.account,
        actorUnit: actor.unitId,
        at,
        stamp: at.toISOString(),
        parties,
        senders: [...new Set(fresh.senders ?? [])],
        body: canonical({ name: actor.name, after: fresh.registered ?? fresh.facts, caseNo, ...fresh.audit }),
      },
    );
  await asHouse(trx, enter);
  return { caseId, caseNo };
}

/** The live (not sealed, not cancelled) case of a business key, if any. */
export function liveCase(
  trx: Trx,
  process: string,
  businessKey: string,
): Promise<{ case_id: string; case_no: string } | undefined> {
  return one(
    trx,
    `select case_id, case_no from cases where process = ? and business_key = ? and status in ('opening', 'open')
     order by sequence desc limit 1`,
    [process, businessKey],
  );
}

/**
 * Let groups see a case; a dissolved unit is seen for by its successor. Firms, and units where the process says so (`unitScope`), get scope `task`: the head of the case
 * and their own tasks. What a group sees already stays.
 */
export async function addParties(
  trx: Trx,
  caseId: string,
  groups: readonly string[],
  why: string,
): Promise<void> {
  const wanted = [...new Set(groups)];
  if (wanted.length === 0) return;
  await trx.raw(
    `insert into case_party (case_id, grp, scope, why)
     select distinct cast(:caseId as uuid), current_group(g), party_scope(:caseId, current_group(g)), :why from unnest(cast(:wanted as text[])) g
     on conflict do nothing`,
    { caseId, why, wanted },
  );
}

/** More units than these the head of a case only counts. */
const NAMED = 3;

/** Tell in the head of a case, and in lists, whom it is about, where these are several units that come to it later. */
export async function nameObjects(trx: Trx, caseId: string, names: readonly string[]): Promise<void> {
  const object = names.length > NAMED ? `${names[0]}等${names.length}个单位` : names.join('、');
  await trx.raw(
    `update cases set facts = facts || jsonb_build_object('object', cast(? as text)) where case_id = ?`,
    [object, caseId],
  );
}

/** 案号 within a series and Shanghai year: 杨应急隐〔2026〕3号. The counter row is locked until the transaction ends. */
export async function nextCaseNo(trx: Trx, series: string, at: Date): Promise<string> {
  const year = Number(shanghaiDayOf(at).slice(0, 4));
  const row = await one<{ last: number }>(
    trx,
    `insert into case_counter (series, year, last) values (?, ?, 1)
     on conflict (series, year) do update set last = case_counter.last + 1 returning last`,
    [series, year],
  );
  return `${series}〔${year}〕${row!.last}号`;
}
