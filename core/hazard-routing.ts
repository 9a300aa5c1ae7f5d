/** A row of table `hazard_routing`: which unit leads for a category of hazard in an industry. */
export interface RoutingRow {
  category: string;
  industry: string;
  /** A unit, or `street`: the street of the place. */
  lead_unit_id: string;
  helper_unit_ids: string[];
  basis_zh: string;
}

/** A unit proposed to 安委办, best first. */
export interface Suggestion {
  /** null: no unit follows from what is known, 安委办 has to choose. */
  unitId: string | null;
  role: 'lead' | 'helper' | 'fallback';
  /** Chinese reason, as the form shows it. */
  why: string;
}

/** What is known of the hazard; null where nothing is. `street`: unit id of the street of the place. */
export interface Place {
  category: string | null;
  industry: string | null;
  street: string | null;
}

const ANY = '(任意)';
const STREET = 'street';

/**
 * Who should handle a hazard (domain README §7): the row of category and industry; else of the category, if it has one
 * lead; else of the industry, if it has one lead; else the street of the place; without one nobody. The helpers of
 * the row and the street follow as further proposals. Never empty.
 */
export function suggestUnits(table: readonly RoutingRow[], place: Place): Suggestion[] {
  const found = bestRow(table, place);
  const street: Suggestion =
    place.street === null
      ? { unitId: null, role: 'fallback', why: '地点所属街道不明，由安委办确定' }
      : { unitId: place.street, role: 'fallback', why: '街镇托底：地点所属街道' };
  if (found === undefined) return [street];
  const { row, by } = found;
  const lead: Suggestion =
    row.lead_unit_id === STREET
      ? { ...street, role: 'lead' }
      : { unitId: row.lead_unit_id, role: 'lead', why: `${by};${row.basis_zh}` };
  const helpers = row.helper_unit_ids.map((unitId): Suggestion => ({
    unitId,
    role: 'helper',
    why: '建议协办',
  }));
  const all = [lead, ...helpers, ...(place.street === null ? [] : [street])];
  return all.filter((one, i) => all.findIndex((other) => other.unitId === one.unitId) === i);
}

function bestRow(
  table: readonly RoutingRow[],
  { category, industry }: Place,
): { row: RoutingRow; by: string } | undefined {
  const sameCategory = table.filter((row) => row.category === category);
  const exact = sameCategory.find((row) => row.industry === ANY || row.industry === industry);
  if (exact)
    return {
      row: exact,
      by: exact.industry === ANY ? `类别“${category}”` : `类别“${category}”、行业“${industry}”`,
    };
  const byCategory = onlyLead(sameCategory);
  if (byCategory) return { row: byCategory, by: `类别“${category}”` };
  const byIndustry =
    industry === null ? undefined : onlyLead(table.filter((row) => row.industry === industry));
  return byIndustry && { row: byIndustry, by: `行业“${industry}”` };
}

/** The row to go by if all rows name the same lead; helpers are those of the first. */
function onlyLead(candidates: readonly RoutingRow[]): RoutingRow | undefined {
  const leads = new Set(candidates.map((row) => row.lead_unit_id));
  return leads.size === 1 ? candidates[0] : undefined;
}
