import type { CaseFacts, DocumentRow } from './facts.ts';
import { documentRef } from './refs.ts';
import { judged, type Check, type Fault } from './types.ts';

/** Documents the way taken asks for, by template, with their Chinese names (property `document` of the elements passed). */
function required(facts: CaseFacts): Map<string, string> {
  const names = new Map<string, string>();
  for (const passed of facts.passed) {
    const element = facts.definitions.get(passed.definitionKey)?.meta.elements.get(passed.elementId);
    for (const { template, name } of element?.documents ?? []) names.set(template, name);
  }
  return names;
}

/**
 * Formed and waiting for its print: a case verdict prints first, so this is seen only while a case goes on, where it
 * would be wrong to call the paper missing.
 */
const toPrint = (document: DocumentRow): boolean =>
  document.state !== 'draft' && document.sha256 === null && document.pages === null;

/** C7: the file holds every document that the way taken asks for, each fit to be kept. */
export const fileComplete: Check = {
  id: 'C7',
  name: '案卷完整',
  rule: '所走环节要求的每种文书至少有一份并有校验值；每份文书都有页数；没有留下草稿。',
  judge(facts) {
    const kinds = required(facts);
    const kept = new Set(
      facts.documents.filter((d) => d.sha256 !== null || toPrint(d)).map((d) => d.template),
    );
    const faults: Fault[] = [
      ...[...kinds]
        .filter(([template]) => !kept.has(template))
        .map(([, name]) => ({ message: `案卷缺少：${name}`, refs: [] })),
      ...facts.documents
        .filter((document) => document.state === 'draft')
        .map((document) => ({ message: `文书“${document.title}”仍为草稿`, refs: [documentRef(document)] })),
      ...facts.documents
        .filter((document) => document.state !== 'draft' && !toPrint(document) && (document.pages ?? 0) < 1)
        .map((document) => ({ message: `文书“${document.title}”没有页数`, refs: [documentRef(document)] })),
    ];
    return judged(faults, `应有${kinds.size}种文书，案卷共${facts.documents.length}份`);
  },
};
