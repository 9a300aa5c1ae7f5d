import { randomUUID } from 'node:crypto';
import type { EvidenceRef } from '../forms/types.ts';

/** Where a piece of evidence was handed in. */
export interface HandedIn {
  caseId: string;
  itemId?: string | null;
  taskId?: string | null;
  elementId: string;
  by: string;
  at: Date;
}

/** The row of table `evidence` for a file of a checked submission: facts of its upload, and what was stated beside. */
export const evidenceRow = (ref: EvidenceRef, { caseId, itemId, taskId, elementId, by, at }: HandedIn) => ({
  evidence_id: randomUUID(),
  case_id: caseId,
  item_id: itemId ?? null,
  task_id: taskId ?? null,
  element_id: elementId,
  field: ref.key,
  phase: ref.kind,
  sha256: ref.sha256,
  name: ref.name ?? '',
  taken_at: ref.takenAt ?? null,
  time_from: ref.timeFrom ?? null,
  place: ref.place ? JSON.stringify(ref.place) : null,
  place_from: ref.placeFrom ?? null,
  place_reason: ref.placeReason ?? null,
  stated: ref.stated ? JSON.stringify(ref.stated) : null,
  contradicts: ref.contradicts ?? [],
  resembles: ref.resembles ? JSON.stringify(ref.resembles) : null,
  by,
  at,
});
