import { one, type Trx } from './db.ts';
import { firmGroupOf } from './people.ts';
import { groupOfUnit } from './policies.ts';

/** Whom a case is about: a unit of the register, or a firm. */
export interface CaseObject {
  kind: 'unit' | 'firm';
  /** unit_id or 统一社会信用代码. */
  id: string;
  name: string;
  /** The group that acts for it; null for a firm where nobody has an account. */
  group: string | null;
  /** Street in which a firm lies. */
  streetUnitId: string | null;
}

/**
 * The unit or firm behind an id; a dissolved unit acts through its successor. Undefined for an id that neither register
 * knows.
 */
export async function objectOf(trx: Trx, id: string | null | undefined): Promise<CaseObject | undefined> {
  if (!id) return undefined;
  const found = await one<{ id: string; name: string; kind: string | null; street: string | null }>(
    trx,
    `select unit_id as id, name_zh as name, kind, null as street from unit where unit_id = current_unit(:id)
     union all select uscc, name_zh, null, street_unit_id from firm where uscc = :id`,
    { id },
  );
  if (found === undefined) return undefined;
  const firm = found.kind === null;
  return {
    kind: firm ? 'firm' : 'unit',
    id: found.id,
    name: found.name,
    group: firm
      ? await firmGroupOf(trx, found.id)
      : groupOfUnit({ unit_id: found.id, kind: found.kind ?? '' }),
    streetUnitId: found.street,
  };
}

/** What every start of a case tells the engine of its object. */
export const objectVariables = (object: CaseObject | undefined) => ({
  unitId: object?.id ?? null,
  unitGroup: object?.group ?? null,
  firmGroup: object?.kind === 'firm' ? object.group : null,
  streetGroup: object?.streetUnitId ? `street:${object.streetUnitId}` : null,
});
