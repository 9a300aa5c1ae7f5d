import type { CaseFacts, DocumentRow, ReceiptRow } from './facts.ts';
import { documentRef, filled, peopleIn } from './refs.ts';
import { judged, notApplicable, type Check, type Fault } from './types.ts';

const numbered = (facts: CaseFacts): DocumentRow[] =>
  facts.documents.filter((document) => document.doc_no !== null);

const receiptsOf = (facts: CaseFacts, document: DocumentRow): ReceiptRow[] =>
  facts.receipts.filter((receipt) => receipt.doc_id === document.doc_id);

/** 留置送达: two servers, or a witness together with pictures (民事诉讼法 art. 89 as taken over by the service rules). */
const leftProperly = ({ detail }: ReceiptRow): boolean =>
  peopleIn(detail.servers) >= 2 || (filled(detail.witness) && listed(detail.photos));

/** 公告送达: the address of the notice, or a picture or scan of it. */
const announced = ({ detail }: ReceiptRow): boolean =>
  filled(detail.postNo) || listed(detail.photos) || listed(detail.scan) || listed(detail.confirmed);

const listed = (value: unknown): boolean => Array.isArray(value) && value.length > 0;

const fault = (document: DocumentRow, what: string): Fault => ({
  message: `文书${document.doc_no}${what}`,
  refs: [documentRef(document)],
});

/** C5: what was numbered and addressed to somebody has reached him. */
export const documentsServed: Check = {
  id: 'C5',
  name: '文书送达',
  rule: '每份有文号和受送达人的文书都有送达回证（方式和时间）；留置送达须两人或见证人加照片，公告送达须有公告证明。',
  judge(facts) {
    const addressed = numbered(facts).filter((document) => document.recipient !== null);
    if (addressed.length === 0) return notApplicable('没有需要送达的文书');
    const faults = addressed.flatMap((document) => {
      const receipts = receiptsOf(facts, document).filter(
        (r) => r.serve_result !== '' && r.served_at !== null,
      );
      if (receipts.length === 0) return [fault(document, '无送达回证')];
      if (receipts.some((r) => r.serve_result === '留置' && !leftProperly(r)))
        return [fault(document, '留置送达手续不全')];
      if (receipts.some((r) => r.serve_result === '公告' && !announced(r)))
        return [fault(document, '公告送达缺少公告证明')];
      return [];
    });
    return judged(faults, `${addressed.length}份文书均已送达`);
  },
};

/** X-S1: a number once given out is accounted for, whether or not the document names a recipient. */
export const numbersAccounted: Check = {
  id: 'X-S1',
  name: '文号有回执',
  rule: '每个已用的文号都有回执。',
  judge(facts) {
    const all = numbered(facts);
    if (all.length === 0) return notApplicable('没有编号文书');
    const faults = all
      .filter((document) => receiptsOf(facts, document).length === 0)
      .map((document) => fault(document, '无回执'));
    return judged(faults, `${all.length}个文号均有回执`);
  },
};

/** X-S2: service by leaving has two servers, or a witness and a picture. */
export const leftWithWitness: Check = {
  id: 'X-S2',
  name: '留置送达手续',
  rule: '留置送达有两名送达人，或有见证人和照片。',
  judge(facts) {
    const left = facts.receipts.filter((receipt) => receipt.serve_result === '留置');
    if (left.length === 0) return notApplicable('没有留置送达');
    const faults = left
      .filter((receipt) => !leftProperly(receipt))
      .flatMap((receipt) => facts.documents.filter((document) => document.doc_id === receipt.doc_id))
      .map((document): Fault => ({
        message: `文书${document.doc_no ?? document.title}留置送达手续不全：须两名送达人，或见证人和照片`,
        refs: [documentRef(document)],
      }));
    return judged(faults, `${left.length}次留置送达手续齐全`);
  },
};
