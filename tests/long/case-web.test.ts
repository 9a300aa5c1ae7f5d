import { expect, test } from '@jest/globals';
import { expectAccessible, expectNoSidewaysScroll, PHONE, useOffice, shot } from '../harness/browser.ts';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
const office = useOffice(product);

/** A hazard with two cases it led to, one of them cancelled, one that led to it, and a penalty that waits. */
async function web() {
  const [hazard, source, talk, gone] = [
    await given.report(),
    await given.report(),
    await given.report(),
    await given.report(),
  ];
  // The processes that link cases like this come with other parts of the product; the links are theirs.
  for (const [from, to, kind] of [
    [source, hazard, 'child'],
    [hazard, talk, 'source'],
    [hazard, gone, 'source'],
  ] as const)
    await product.arrange('insert into case_link (from_case, to_case, kind, at) values ($1, $2, $3, now())', [
      from.caseId,
      to.caseId,
      kind,
    ]);
  await product.arrange(`update cases set status = 'cancelled' where case_id = $1`, [gone.caseId]);
  await product.arrange(
    `insert into pending_trigger (trigger_id, case_id, name, key, payload, reason, created_at)
     values (gen_random_uuid(), $1, 'reward.open', 'K1', '{}', '接收流程尚未部署', now())`,
    [hazard.caseId],
  );
  return { hazard, source, talk, gone };
}

test('the web of a case is drawn and told, orphans marked; a node opens its case', async () => {
  const { hazard, source, talk, gone } = await web();
  const page = await office.at(STAFF.auditor);
  await page.goto(`/cases/${hazard.caseId}`);
  await page.getByRole('link', { name: '关系图' }).click();
  await page.getByRole('img', { name: '案件关系图' }).waitFor();
  const node = (text: string) => page.locator('.web-node', { hasText: text });
  for (const { caseNo } of [hazard, source, talk, gone]) await node(caseNo).waitFor();
  expect(await node(hazard.caseNo).getAttribute('class')).toContain('web-root');
  expect(await node(gone.caseNo).getAttribute('class')).toContain('web-orphan');
  expect(await page.locator('.web-trigger').innerHTML()).toContain('申请举报奖励');
  // left to right: what led to it stands left of it
  const x = async (text: string) => (await node(text).boundingBox())!.x;
  expect((await x(source.caseNo)) < (await x(hazard.caseNo))).toBe(true);
  expect((await x(hazard.caseNo)) < (await x(talk.caseNo))).toBe(true);
  // the table says the same
  const table = page.getByRole('table', { name: '案件关系' });
  expect(await table.getByRole('row').count()).toBe(5);
  await table.getByText('已撤销', { exact: true }).waitFor();
  await shot(page, 'web-1440');
  await expectAccessible(page);
  await node(talk.caseNo).click();
  await page.getByRole('heading', { name: talk.caseNo }).waitFor();
});

test('on a phone the picture scrolls by itself; a case of others is a grey node without content', async () => {
  const { hazard, source } = await web();
  // the street handles the hazard but is no party to the case that it came from
  await product.arrange(
    `insert into case_party (case_id, grp, scope, why) values ($1, 'dept:jgw', 'full', '承办') on conflict do nothing`,
    [hazard.caseId],
  );
  const page = await office.at('min.jichuan', PHONE);
  await page.goto(`/cases/${hazard.caseId}?tab=web`);
  await page.getByRole('img', { name: '案件关系图' }).waitFor();
  expect(await page.locator('.web-unseen').count()).toBe(3);
  expect(await page.getByText(source.caseNo).count()).toBe(0);
  await shot(page, 'web-390');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test('a case without relations says so', async () => {
  const story = await given.report();
  const page = await office.at(STAFF.auditor);
  await page.goto(`/cases/${story.caseId}?tab=web`);
  await page.getByText('没有关联案件').waitFor();
});
