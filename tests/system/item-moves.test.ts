import { expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { Refused, stories, STAFF, type Session, type Story } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);

interface ItemSeen {
  itemId: string;
  no: number;
  state: string;
  canMove: boolean;
  moveAsked: boolean;
}
interface Target {
  itemId: string;
  caseId: string;
  caseNo: string;
}

const itemSeenBy = async (session: Session, story: Story): Promise<ItemSeen> =>
  (await session.get<{ items: ItemSeen[] }>(`/cases/${story.caseId}`)).items[0]!;

const statusOf = (act: Promise<unknown>): Promise<number> =>
  act.then(
    () => 200,
    (refused: Refused) => refused.status,
  );

test('the case says that its owner may move the item, and nobody else who reads it; the acts agree', async () => {
  const story = await given.report();
  await story.reach('rectify');
  const transfer = { receiver: 'no-such-unit', reason: '属于另一单位管辖，请其接手整改。' };
  const found: Record<string, unknown> = {};
  for (const account of [STAFF.dispatcher, 'wu.beihai', STAFF.leader, STAFF.auditor]) {
    const session = await given.session(account);
    const { itemId, canMove } = await itemSeenBy(session, story);
    const at = `/cases/${story.caseId}/items/${itemId}`;
    found[account] = [
      canMove,
      await statusOf(session.get(`${at}/merge-targets`)),
      await statusOf(session.post(`${at}/transfer`, transfer)),
    ];
  }
  expect(found).toEqual({
    [STAFF.dispatcher]: [true, 200, 400],
    'wu.beihai': [false, 403, 403],
    [STAFF.leader]: [false, 403, 403],
    [STAFF.auditor]: [false, 403, 403],
  });
});

test('a target is found by its case number, and neither the item itself nor an ended one is offered', async () => {
  const story = await given.report();
  await story.reach('rectify');
  const other = await given.report();
  await other.reach('rectify');
  const awb = await given.session(STAFF.dispatcher);
  const { itemId } = await itemSeenBy(awb, story);
  const targets = async (q: string) =>
    (
      await awb.get<{ items: Target[] }>(
        `/cases/${story.caseId}/items/${itemId}/merge-targets?q=${encodeURIComponent(q)}`,
      )
    ).items;

  expect(await targets(other.caseNo)).toMatchObject([{ caseId: other.caseId, caseNo: other.caseNo }]);
  expect(await targets(story.caseNo)).toEqual([]);
  expect(await targets('没有这样的案件')).toEqual([]);
  expect((await targets('')).map((target) => target.itemId)).not.toContain(itemId);

  await other.seal();
  expect(await targets(other.caseNo)).toEqual([]);
});

test('while it is being handed over an item can be neither merged nor handed over again', async () => {
  const story = await given.report();
  await story.reach('rectify');
  const awb = await given.session(STAFF.dispatcher);
  const { itemId } = await itemSeenBy(awb, story);
  const hand = (receiver: string) =>
    awb.post(`/cases/${story.caseId}/items/${itemId}/transfer`, {
      receiver,
      reason: '厂房在平凉路街道一侧，由该街道督促整改。',
    });

  await hand('pingliang');
  await story.task('take-over');

  expect(await itemSeenBy(awb, story)).toMatchObject({ state: 'open', canMove: false });
  const refused = (await hand('kongjiang').catch((error: unknown) => error)) as Refused;
  expect([refused.status, refused.title]).toEqual([409, '这个事项不在整改环节，不能合并或移交']);
  expect((await story.timeline()).map(({ sentence }) => sentence)).toContain(
    '顾欣岚提出将事项1移交平凉路街道，理由：厂房在平凉路街道一侧，由该街道督促整改。',
  );
});

test('an item that is on its way into another one is no target, so that no two merge into each other', async () => {
  const [one, two] = [await given.report(), await given.report()];
  await one.reach('rectify');
  await two.reach('rectify');
  const awb = await given.session(STAFF.dispatcher);
  const [first, second] = [await itemSeenBy(awb, one), await itemSeenBy(awb, two)];

  const merge = (story: Story, from: string, into: string) =>
    statusOf(awb.post(`/cases/${story.caseId}/items/${from}/merge`, { mergedInto: into }));
  const answers = await Promise.all([
    merge(one, first.itemId, second.itemId),
    merge(two, second.itemId, first.itemId),
  ]);

  expect(answers.sort()).toEqual([200, 400]);
});
