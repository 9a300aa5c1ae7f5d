import type { FormData, StoredDraft } from '../types.ts';
import type { LocalDraft } from './draft.ts';

/** What a form opens with: the product's own values, the server's draft, and what this browser kept. */
export interface Opening {
  data: FormData;
  /** When this browser kept what the server does not have; null where there is nothing to tell. */
  restored: string | null;
  /** Version of the server's draft from which writing goes on. */
  base: number;
  /** The server has another text than this browser, and neither goes on from the other. */
  newer: StoredDraft | null;
}

/**
 * Nothing is asked where both have the same. This browser's text is shown when the server does not have it; if the
 * server's was written elsewhere meanwhile, the person chooses.
 */
export function openingOf(
  prefilled: FormData,
  stored: StoredDraft | null,
  local: LocalDraft | null,
): Opening {
  const served = { ...prefilled, ...stored?.data };
  const base = stored?.version ?? 0;
  if (local === null) return { data: served, restored: null, base, newer: null };
  const data = { ...served, ...local.data };
  const behind = stored !== null && stored.version > local.base;
  if (same(served, data)) return { data, restored: null, base, newer: null };
  if (local.sent && !behind) return { data, restored: null, base: local.base, newer: null };
  if (behind && local.sent) return { data: { ...data, ...stored.data }, restored: null, base, newer: null };
  return {
    data,
    restored: local.at,
    base: behind ? local.base : Math.max(base, local.base),
    newer: behind ? stored : null,
  };
}

const blank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0);

/** Equal to a reader: an empty field that was never written is as good as none. */
function same(one: FormData, other: FormData): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every(
    (key) =>
      (blank(one[key]) && blank(other[key])) || JSON.stringify(one[key]) === JSON.stringify(other[key]),
  );
}
