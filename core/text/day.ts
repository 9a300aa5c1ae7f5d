import { halfWidth } from './fold.ts';

/** Year first, all parts by the same sign; the four-figure year tells which number is which. */
const WRITTEN = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  /^(\d{4})\.(\d{1,2})\.(\d{1,2})\.?$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]?$/,
  /^(\d{4}) (\d{1,2}) (\d{1,2})$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];

/**
 * A day as people write it, as `YYYY-MM-DD`: 2026/6/30, 2026.6.30, 2026年6月30日, 20260630, also in full width. null where it is no
 * day of the calendar or could be two (6/7/2026, 26-6-7).
 */
export function dayOf(typed: string): string | null {
  const text = halfWidth(typed)
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\u3002/g, '.')
    .replace(/\s*([-/.年月日号])\s*/g, '$1')
    .trim();
  for (const way of WRITTEN) {
    const [, year, month, day] = way.exec(text) ?? [];
    if (year === undefined) continue;
    const found = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
    const at = new Date(`${found}T00:00:00Z`);
    return at.toJSON()?.startsWith(found) ? found : null;
  }
  return null;
}
