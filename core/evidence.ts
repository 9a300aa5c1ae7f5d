import { rows, type Trx } from './db.ts';
import { FROM_WORDS, type PlaceFrom, type TimeFrom } from './file/facts.ts';
import type { Contradiction } from './file/marks.ts';
import { namesOf } from './people.ts';

interface Row {
  evidence_id: string;
  item_id: string | null;
  phase: 'before' | 'after' | 'other';
  sha256: string;
  name: string;
  taken_at: Date | null;
  time_from: TimeFrom | null;
  place_from: PlaceFrom | null;
  stated: { takenAt?: string; place?: { lat?: number; lng?: number; address?: string } } | null;
  contradicts: Contradiction[];
  resembles: { sha256: string; name: string } | null;
  reason_by: string | null;
  reason_at: Date | null;
  place: { lat?: number; lng?: number; address?: string } | null;
  place_reason: string | null;
  by: string;
  at: Date;
  mime: string;
}

/** Evidence of a case, before and after side by side per item; `other` is what belongs to no item or no side. */
export async function evidenceOf(trx: Trx, caseId: string) {
  const items = await rows<{ item_id: string; no: number; title: string }>(
    trx,
    'select item_id, no, title from item where case_id = ? order by no',
    [caseId],
  );
  const found = await rows<Row>(
    trx,
    'select e.*, f.mime from evidence e join file f on f.sha256 = e.sha256 where e.case_id = ? order by coalesce(e.taken_at, e.at), e.evidence_id',
    [caseId],
  );
  const names = await namesOf(
    trx,
    found.flatMap((row) => [row.by, row.reason_by ?? row.by]),
  );
  const shown = (row: Row) => ({
    evidenceId: row.evidence_id,
    sha256: row.sha256,
    name: row.name,
    takenAt: row.taken_at?.toISOString() ?? null,
    place: row.place,
    placeReason: row.place_reason,
    reasonByName: row.reason_by && (names.get(row.reason_by) ?? row.reason_by),
    timeFromName: row.time_from && FROM_WORDS[row.time_from],
    placeFromName: row.place_from && FROM_WORDS[row.place_from],
    stated: row.stated,
    contradicts: row.contradicts,
    resembles: row.resembles,
    byName: names.get(row.by) ?? row.by,
    at: row.at.toISOString(),
    url: `/api/files/${row.sha256}`,
    mime: row.mime,
  });
  const of = (itemId: string, phase: Row['phase']) =>
    found.filter((row) => row.item_id === itemId && row.phase === phase).map(shown);
  return {
    items: items.map((item) => ({
      itemId: item.item_id,
      no: item.no,
      title: item.title,
      before: of(item.item_id, 'before'),
      after: of(item.item_id, 'after'),
    })),
    other: found
      .filter((row) => row.phase === 'other' || !items.some((item) => item.item_id === row.item_id))
      .map(shown),
  };
}
