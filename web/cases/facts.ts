import { one, type Trx } from '../../core/db.ts';

const LABELS: [key: string, label: string][] = [
  ['source', '来源'],
  ['ticketNo', '外部工单号'],
  ['object', '涉及单位'],
  ['place', '地点'],
  ['basis', '依据'],
  ['category', '类别'],
  ['urgency', '紧急度'],
  ['description', '描述'],
  ['reporter', '举报人'],
  ['review', '复核'],
];

/** The head of a case in words: what was reported, where, by which way. Never who reported. */
export async function factsOf(trx: Trx, caseId: string): Promise<{ label: string; value: string }[]> {
  const row = await one<{ facts: Record<string, unknown> }>(
    trx,
    'select facts from case_seen where case_id = ?',
    [caseId],
  );
  const facts = row?.facts ?? {};
  return LABELS.flatMap(([key, label]) => {
    const value = facts[key];
    return typeof value === 'string' && value !== '' ? [{ label, value }] : [];
  });
}

/** What is demanded of the item that a task is about. */
export async function demandOf(trx: Trx, itemId: string | null): Promise<{ label: string; value: string }[]> {
  const item = await one<{ title: string; demand: string }>(
    trx,
    'select title, demand from item where item_id = ?',
    [itemId],
  );
  return item && item.demand !== '' && item.demand !== item.title
    ? [{ label: '要求', value: item.demand }]
    : [];
}
