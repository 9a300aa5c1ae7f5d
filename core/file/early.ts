import type { EvidenceRef, FormField } from '../forms/types.ts';
import { CLOCK_SKEW_MS } from './instant.ts';

type Values = Record<string, unknown>;

/**
 * Since when a picture of this field can show what the form says it shows; null where the form claims no time. A field of
 * pictures after rectification claims it, and every field of a form in which somebody says when he was there (到场打卡):
 * since the step was opened, or since the arrival where that was earlier. A field with `takenAfter` has its own rule, which
 * refuses what is older, and takes pictures of an earlier round.
 */
export function shownSince(
  field: FormField,
  fields: readonly FormField[],
  data: Values,
  openedAt: Date | undefined,
): Date | null {
  if (field.type !== 'photos' || field.takenAfter) return null;
  const arrivals = fields
    .filter(({ checkIn, key }) => checkIn && typeof data[key] === 'string')
    .map(({ key }) => Date.parse(String(data[key])));
  if (field.evidence !== 'after' && arrivals.length === 0) return null;
  const since = Math.min(...arrivals, openedAt?.getTime() ?? Infinity);
  return Number.isFinite(since) ? new Date(since) : null;
}

/**
 * Whether the camera or the sending device says that a picture is clearly older. The time of an upload says nothing: the
 * same picture may have been uploaded for something else before.
 */
export const isEarly = (
  { takenAt, timeFrom }: Pick<EvidenceRef, 'takenAt' | 'timeFrom'>,
  since: Date,
): boolean =>
  takenAt !== undefined &&
  (timeFrom === 'camera' || timeFrom === 'device') &&
  Date.parse(takenAt) < since.getTime() - CLOCK_SKEW_MS;
