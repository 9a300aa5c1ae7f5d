import { createHash, randomUUID } from 'node:crypto';
import { rows, type Trx } from './db.ts';
import { namesOf } from './people.ts';
import { now, shanghaiDayOf } from './time.ts';

/** What experts are wanted, and who may not be among them. */
export interface DrawRequest {
  /** 专业领域 (form expert.opinion); each is served by at least one expert as far as there is one. Empty: any field. */
  fields: readonly string[];
  count: number;
  /** Ids of the units and firms concerned: no expert who belongs to one of them or has declared an interest in it. */
  excludeUnits: readonly string[];
  /** Accounts that are out: drawn before, recused, members of the team. */
  excludeAccounts: readonly string[];
  /** Recorded text that decides the order; the same seed over the same pool always gives the same people. */
  seed: string;
}

/** An expert who can be drawn. */
export interface Candidate {
  account: string;
  fields: string[];
}

/** What came out, best first; `missing` says how many too few the pool had, `uncovered` the fields that nobody serves. */
export interface Draw {
  drawn: Candidate[];
  missing: number;
  uncovered: string[];
}

/**
 * The order of a draw: candidates by the SHA-256 of `seed + ':' + account`, smallest first. For each field in turn the
 * first who serves it and is not yet drawn, unless one already drawn serves it; then the first of the rest until `count`.
 * Pure, so that anybody can repeat a recorded draw.
 */
export function drawFrom(
  pool: readonly Candidate[],
  { fields, count, seed }: Pick<DrawRequest, 'fields' | 'count' | 'seed'>,
): Draw {
  const lot = ({ account }: Candidate) => createHash('sha256').update(`${seed}:${account}`).digest('hex');
  const wanted = ({ fields: own }: Candidate) => fields.length === 0 || fields.some((f) => own.includes(f));
  const order = pool
    .filter(wanted)
    .map((candidate) => ({ candidate, lot: lot(candidate) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ candidate }) => candidate);
  const drawn: Candidate[] = [];
  const serves = (field: string) => (candidate: Candidate) => candidate.fields.includes(field);
  for (const field of fields) {
    if (drawn.length >= count || drawn.some(serves(field))) continue;
    const next = order.find((candidate) => serves(field)(candidate) && !drawn.includes(candidate));
    if (next) drawn.push(next);
  }
  for (const candidate of order)
    if (drawn.length < count && !drawn.includes(candidate)) drawn.push(candidate);
  return {
    drawn,
    missing: Math.max(0, count - drawn.length),
    uncovered: fields.filter((field) => !drawn.some(serves(field))),
  };
}

/**
 * Draw experts for a case from the register and record the draw with its seed and its pool (table `expert_draw`), so that it
 * can be repeated later although the register has moved on. Only experts in force today whose account is active. A
 * repeat with the same case and seed gives the recorded draw again. Never throws for too small a pool: see `missing`.
 */
export async function drawExperts(trx: Trx, caseId: string, request: DrawRequest): Promise<Draw> {
  const [before] = await rows<{ pool: Candidate[]; fields: string[]; count: number }>(
    trx,
    'select pool, fields, count from expert_draw where case_id = ? and seed = ?',
    [caseId, request.seed],
  );
  if (before !== undefined) return drawFrom(before.pool, { ...before, seed: request.seed });
  const pool = await eligible(trx, request);
  const draw = drawFrom(pool, request);
  await trx('expert_draw').insert({
    draw_id: randomUUID(),
    case_id: caseId,
    seed: request.seed,
    fields: request.fields,
    count: request.count,
    exclude_units: request.excludeUnits,
    exclude_accounts: request.excludeAccounts,
    pool: JSON.stringify(pool),
    drawn: draw.drawn.map(({ account }) => account),
    at: now(),
  });
  return draw;
}

/** Experts in force who have nothing to do with the units concerned; a dissolved unit counts as its successor. */
export const eligible = (
  trx: Trx,
  { excludeUnits, excludeAccounts }: Pick<DrawRequest, 'excludeUnits' | 'excludeAccounts'>,
): Promise<Candidate[]> =>
  rows<Candidate>(
    trx,
    `select e.account, e.fields from expert e join person p on p.account = e.account
     where p.active and e.retired_at is null and :today between e.valid_from and e.valid_to
       and e.account <> all(cast(:accounts as text[]))
       and not exists (
         select 1 from unnest(e.recused_units || p.unit_id || p.firm_uscc) own(id), unnest(cast(:units as text[])) out(id)
         where current_unit(own.id) = current_unit(out.id))
     order by e.account`,
    { today: shanghaiDayOf(now()), accounts: [...excludeAccounts], units: [...excludeUnits] },
  );

/** A recorded draw, made once more from its recorded pool and seed. */
export interface RepeatedDraw {
  caseNo: string;
  at: Date;
  seed: string;
  fields: string[];
  count: number;
  /** Who could be drawn then. */
  pool: { account: string; name: string; fields: string[] }[];
  /** Who was drawn, and who comes out now. */
  recorded: string[];
  repeated: string[];
  same: boolean;
}

const DRAWS_SHOWN = 50;

/**
 * Recorded draws of the cases that the transaction may see, newest first, each repeated: by whom they came out, anybody can
 * see for himself. `seed`: those with this seed only.
 */
export async function repeatDraws(trx: Trx, seed?: string): Promise<RepeatedDraw[]> {
  const found = await rows<{
    case_no: string;
    at: Date;
    seed: string;
    fields: string[];
    count: number;
    pool: Candidate[];
    drawn: string[];
  }>(
    trx,
    `select c.case_no, d.* from expert_draw d join cases c on c.case_id = d.case_id
     where cast(:seed as text) is null or d.seed = :seed order by d.at desc limit ${DRAWS_SHOWN}`,
    { seed: seed ?? null },
  );
  const names = await namesOf(
    trx,
    found.flatMap(({ pool }) => pool.map(({ account }) => account)),
  );
  const name = (account: string) => names.get(account) ?? account;
  return found.map((draw) => {
    const repeated = drawFrom(draw.pool, draw).drawn.map(({ account }) => account);
    return {
      caseNo: draw.case_no,
      at: draw.at,
      seed: draw.seed,
      fields: draw.fields,
      count: draw.count,
      pool: draw.pool.map((one) => ({ ...one, name: name(one.account) })),
      recorded: draw.drawn.map(name),
      repeated: repeated.map(name),
      same: String(repeated) === String(draw.drawn),
    };
  });
}
