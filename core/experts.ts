import { createHash, randomUUID } from 'node:crypto';
import { rows, type Trx } from './db.ts';
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
