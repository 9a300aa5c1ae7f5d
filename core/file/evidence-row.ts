import type { EvidenceRef } from '../forms/types.ts';

/** Columns of `evidence` that tell when and where: facts of the upload, and what was stated or noticed beside. */
export const EVIDENCE_FACTS =
  'taken_at, time_from, place, place_from, place_reason, stated, contradicts, resembles';

/** So much of a hash tells the pictures of one case apart, and can be read on a page. */
export const SHORT_SHA = 12;

/** The same columns for a file of a checked submission, as JSON can hold them. */
export const evidenceFacts = (ref: EvidenceRef) => ({
  taken_at: ref.takenAt ?? null,
  time_from: ref.timeFrom ?? null,
  place: ref.place ?? null,
  place_from: ref.placeFrom ?? null,
  place_reason: ref.placeReason ?? null,
  stated: ref.stated ?? null,
  contradicts: ref.contradicts ?? [],
  resembles: ref.resembles ?? null,
});
