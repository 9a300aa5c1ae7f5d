import { contradictionWords } from '../file/marks.ts';
import type { CaseFacts, EvidenceRow, ItemRow } from './facts.ts';
import { itemRef } from './refs.ts';
import { judged, notApplicable, type Check, type Fault, type Finding } from './types.ts';

type Piece = Pick<
  EvidenceRow,
  'phase' | 'sha256' | 'taken_at' | 'place' | 'place_reason' | 'contradicts' | 'by'
>;
type Phase = 'before' | 'after';

const WORD: Record<Phase, string> = { before: '前', after: '后' };

/**
 * What is missing of the before/after evidence of one matter, in Chinese; empty when it is complete. Complete: before and
 * after there is at least one picture each with time, place (or why there is none), uploader and hash; what was said
 * otherwise than the pictures say has a reason; the last after picture is later than the last before picture; no picture
 * serves as both. `asked`: sides whose faults are wanted; who is sent back can mend only what he handed in.
 */
export function evidenceGaps(
  pieces: readonly Piece[],
  asked: readonly Phase[] = ['before', 'after'],
): string[] {
  const gaps = asked.flatMap((phase) => gapsOf(pieces, phase));
  const [before, after] = (['before', 'after'] as const).map((phase) =>
    pieces.filter((piece) => piece.phase === phase && unfit(piece) === null),
  ) as [Piece[], Piece[]];
  if (after.some((piece) => before.some((other) => other.sha256 === piece.sha256)))
    gaps.push('整改前后用了同一张照片');
  else if (before.length > 0 && after.length > 0 && latest(after) <= latest(before))
    gaps.push('整改后证据不晚于整改前');
  return gaps;
}

function gapsOf(pieces: readonly Piece[], phase: Phase): string[] {
  const given = pieces.filter((piece) => piece.phase === phase);
  if (given.length === 0) return [`缺少整改${WORD[phase]}证据`];
  const gaps = given.every((piece) => unfit(piece) !== null)
    ? [`整改${WORD[phase]}证据${unfit(given[0]!)!}`]
    : [];
  const unexplained = given.filter((piece) => !hasReason(piece)).flatMap((piece) => piece.contradicts);
  return [
    ...gaps,
    ...contradictionWords(unexplained).map((words) => `整改${WORD[phase]}证据的${words}，没有写明原因`),
  ];
}

const contradicts = (piece: Pick<Piece, 'contradicts'>): boolean => piece.contradicts.length > 0;
const hasReason = (piece: Pick<Piece, 'place_reason'>): boolean => (piece.place_reason ?? '').trim() !== '';

function unfit(piece: Piece): string | null {
  if (piece.taken_at === null) return '没有拍摄时间';
  if (piece.place === null && !hasReason(piece)) return '没有地点，也没有写明原因';
  if (piece.by === '') return '没有上传人';
  return piece.sha256 === '' ? '没有校验值' : null;
}

const latest = (pieces: Piece[]): number => Math.max(...pieces.map((piece) => piece.taken_at!.getTime()));

/** C2: what was struck off was seen before and after. */
export const beforeAndAfter: Check = {
  id: 'C2',
  name: '前后证据',
  rule: '每个已销号事项至少各有一份整改前、整改后证据，有时间、地点（或原因）、上传人和校验值，后晚于前且不是同一张；时间和地点以文件和上传记录为准，另有说法的、照片早于所办环节的写明原因；抄告事项凭反馈佐证销号的不适用。',
  judge(facts) {
    const struckOff = facts.items.filter((item) => item.state === 'struck-off' && wasPutRight(facts, item));
    if (struckOff.length === 0) return notApplicable('没有销号的事项');
    const faults = struckOff.flatMap((item): Fault[] =>
      evidenceGaps(piecesOf(facts, item.item_id)).map((gap) => ({
        message: `事项${item.no}${gap}`,
        refs: [itemRef(item)],
      })),
    );
    return remarked(facts, struckOff, judged(faults, `${struckOff.length}个销号事项前后证据齐备`));
  },
};

/** Evidence that is complete may still hold what somebody should look at: it is said, with the pictures. */
function remarked(facts: CaseFacts, items: ItemRow[], finding: Finding): Finding {
  if (finding.value !== 'green') return finding;
  const told = items.flatMap((item) =>
    piecesOf(facts, item.item_id).flatMap((piece) =>
      remarksOn(piece).map((remark) => ({ item, piece, remark })),
    ),
  );
  if (told.length === 0) return finding;
  const message = `${finding.message}；${told.map(({ item, remark }) => `事项${item.no}${remark}`).join('；')}`;
  const explained = told.some(({ piece }) => contradicts(piece));
  if (!explained) return { ...finding, message };
  return {
    value: 'explained',
    message,
    refs: told.map(({ piece }) => ({ kind: 'evidence', id: piece.evidence_id, label: piece.name || '照片' })),
  };
}

function remarksOn(piece: EvidenceRow): string[] {
  const side = piece.phase === 'before' ? '整改前' : '整改后';
  return [
    ...(contradicts(piece)
      ? [
          `${side}照片“${piece.name}”的${contradictionWords(piece.contradicts).join('、')}，已说明：${piece.place_reason}`,
        ]
      : []),
    ...(piece.resembles
      ? [`${side}照片“${piece.name}”与整改前照片“${piece.resembles.name}”高度相似，请核对`]
      : []),
  ];
}

/** A notice is struck off on the answer of its unit, which has its own proofs (E-D6a), unless it had to be put right. */
const wasPutRight = (facts: CaseFacts, item: ItemRow): boolean =>
  item.kind !== 'notice' ||
  facts.tasks.some((task) => task.item_id === item.item_id && task.element_id === 'rectify');

const piecesOf = (facts: CaseFacts, itemId: string): EvidenceRow[] =>
  facts.evidence.filter((piece) => piece.item_id === itemId);
