import type { Predicate } from '../ui/audit-types.ts';

type Ref = Predicate['refs'][number];

/** The place in the case file that a verdict's reference means: the tab that shows it and the row in it. */
export function refHref(caseId: string, ref: Ref): string {
  const inCase = (tab: string, anchor?: string): string =>
    `/cases/${caseId}?tab=${tab}${anchor ? `#${anchor}` : ''}`;
  switch (ref.kind) {
    case 'item':
      return inCase('overview', `item-${ref.id}`);
    case 'task':
      return `/tasks/${ref.id}`;
    case 'clock':
      return inCase('clocks', `clock-${ref.id}`);
    case 'document':
      return inCase('documents', `document-${ref.id}`);
    case 'evidence':
      return inCase('evidence', `evidence-${ref.id}`);
    case 'case':
      return `/cases/${ref.id}`;
    case 'trigger':
      return inCase('overview', `trigger-${ref.id}`);
    case 'answer':
      return inCase('timeline');
  }
}

/** What a reference says: its kind, unless its label says it already (事项1). */
export const refText = ({ kind, label }: Pick<Ref, 'kind' | 'label'>): string =>
  label.startsWith(REF_WORD[kind]) ? label : `${REF_WORD[kind]}：${label}`;

export const REF_WORD: Record<Ref['kind'], string> = {
  item: '事项',
  task: '环节',
  clock: '时限',
  document: '文书',
  evidence: '证据',
  case: '案件',
  trigger: '待启动',
  answer: '答复',
};
