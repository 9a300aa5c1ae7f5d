import { rows, type Trx } from './db.ts';

const OF_A_UNIT = /^(?:unit|street|dept|soe):(.+)$/;

/**
 * The groups that get the work of these groups now, each by the one asked for: a running instance goes on naming the group
 * of a unit that has been dissolved since. The units are locked against a reorganisation until the transaction ends, so
 * that work taken in meanwhile is either moved by it or goes to the successor at once.
 */
export async function currentGroups(trx: Trx, groups: readonly string[]): Promise<Map<string, string>> {
  const now = new Map(groups.map((group) => [group, group]));
  const units = [...now.keys()].flatMap((group) => OF_A_UNIT.exec(group)?.[1] ?? []);
  if (units.length === 0) return now;
  const found = await rows<{ successor_id: string | null }>(
    trx,
    'select successor_id from unit where unit_id = any(?) order by unit_id for key share',
    [[...new Set(units)]],
  );
  if (found.every(({ successor_id }) => successor_id === null)) return now;
  const moved = await rows<{ asked: string; now: string }>(
    trx,
    'select g as asked, current_group(g) as now from unnest(cast(? as text[])) g',
    [[...now.keys()]],
  );
  for (const one of moved) now.set(one.asked, one.now);
  return now;
}

/** The one group that acts for a group now; null stays null. */
export const actingGroup = async (trx: Trx, group: string | null): Promise<string | null> =>
  group === null ? null : ((await currentGroups(trx, [group])).get(group) ?? group);
