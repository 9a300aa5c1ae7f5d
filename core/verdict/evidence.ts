import type { CaseFacts, EvidenceRow, ItemRow } from './facts.ts';
import { itemRef } from './refs.ts';
import { judged, notApplicable, type Check, type Fault } from './types.ts';

type Piece = Pick<EvidenceRow, 'phase' | 'sha256' | 'taken_at' | 'place' | 'place_reason' | 'by'>;

/**
 * What is missing of the before/after evidence of one matter, in Chinese; empty when it is complete. Complete: before and
 * after there is at least one picture each with time, place (or why there is none), uploader and hash; the last after
 * picture is later than the last before picture; no picture serves as both.
 */
export function evidenceGaps(pieces: readonly Piece[]): string[] {
  const gaps: string[] = [];
  const usable = { before: [] as Piece[], after: [] as Piece[] };
  for (const [phase, word] of [
    ['before', '前'],
    ['after', '后'],
  ] as const) {
    const given = pieces.filter((piece) => piece.phase === phase);
    usable[phase] = given.filter((piece) => unfit(piece) === null);
    if (given.length === 0) gaps.push(`缺少整改${word}证据`);
    else if (usable[phase].length === 0) gaps.push(`整改${word}证据${unfit(given[0]!)!}`);
  }
  const { before, after } = usable;
  if (after.some((piece) => before.some((other) => other.sha256 === piece.sha256)))
    gaps.push('整改前后用了同一张照片');
  else if (before.length > 0 && after.length > 0 && latest(after) <= latest(before))
    gaps.push('整改后证据不晚于整改前');
  return gaps;
}

function unfit(piece: Piece): string | null {
  if (piece.taken_at === null) return '没有拍摄时间';
  if (piece.place === null && (piece.place_reason ?? '').trim() === '') return '没有地点，也没有写明原因';
  if (piece.by === '') return '没有上传人';
  return piece.sha256 === '' ? '没有校验值' : null;
}

const latest = (pieces: Piece[]): number => Math.max(...pieces.map((piece) => piece.taken_at!.getTime()));

/** C2: what was struck off was seen before and after. */
export const beforeAndAfter: Check = {
  id: 'C2',
  name: '前后证据',
  rule: '每个已销号事项至少各有一份整改前、整改后证据，有时间、地点（或原因）、上传人和校验值，后晚于前且不是同一张；抄告事项凭反馈佐证销号的不适用。',
  judge(facts) {
    const struckOff = facts.items.filter((item) => item.state === 'struck-off' && wasPutRight(facts, item));
    if (struckOff.length === 0) return notApplicable('没有销号的事项');
    const faults = struckOff.flatMap((item): Fault[] =>
      evidenceGaps(piecesOf(facts, item.item_id)).map((gap) => ({
        message: `事项${item.no}${gap}`,
        refs: [itemRef(item)],
      })),
    );
    return judged(faults, `${struckOff.length}个销号事项前后证据齐备`);
  },
};

/** A notice is struck off on the answer of its unit, which has its own proofs (E-D6a), unless it had to be put right. */
const wasPutRight = (facts: CaseFacts, item: ItemRow): boolean =>
  item.kind !== 'notice' ||
  facts.tasks.some((task) => task.item_id === item.item_id && task.element_id === 'rectify');

const piecesOf = (facts: CaseFacts, itemId: string): EvidenceRow[] =>
  facts.evidence.filter((piece) => piece.item_id === itemId);
