import { expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);

/** Texts of an answer that people read: names, and the reasons of clock events. */
function readIn(value: unknown, key = ''): [key: string, text: string][] {
  if (typeof value === 'string') return /Name$|^reason$|^lightText$/.test(key) ? [[key, value]] : [];
  if (Array.isArray(value)) return value.flatMap((one) => readIn(one, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => readIn(inner, name));
}

test('a case that went its whole way is told in Chinese: list, page and ledger, no code among the words', async () => {
  const story = await given.report();
  await story.seal();
  const auditor = await given.session(STAFF.auditor);
  const list = await auditor.get<{ items: { caseId: string; levelName: string }[] }>(
    `/cases?q=${encodeURIComponent(story.caseNo)}`,
  );
  const page = await auditor.get<{ outcomeName: string; statusName: string }>(`/cases/${story.caseId}`);
  const ledger = await auditor.get<{ items: { events: { kind: string; reason: string | null }[] }[] }>(
    `/cases/${story.caseId}/clocks`,
  );

  expect([list.items[0]!.levelName, page.outcomeName, page.statusName]).toEqual(['一般', '销号', '已办结']);
  const ends = ledger.items.flatMap(({ events }) => events.filter(({ kind }) => kind === 'close'));
  expect(ends.length).toBeGreaterThan(3);
  expect(new Set(ends.map(({ reason }) => reason))).toContain('已止算');
  const read = readIn([list, page, ledger]);
  expect(read.length).toBeGreaterThan(50);
  expect(read.filter(([, text]) => text !== '' && !/\p{Script=Han}/u.test(text))).toEqual([]);
});
