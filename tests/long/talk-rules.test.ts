import { expect, test } from '@jest/globals';
import { expectAccessible, expectNoSidewaysScroll, PHONE, useOffice, shot } from '../harness/browser.ts';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';
import { talks } from '../harness/talks.ts';

const product = useProduct();
const given = stories(product);
const talk = talks(product, given);
const office = useOffice(product);

test('安委办 finds the rules beside the registers, lets them be applied and is told when that is done', async () => {
  await given.workingMorning();
  const { hazard, talk: raised } = await talk.triggered();
  const page = await office.at(STAFF.dispatcher);
  await page.goto('/registers/measures');
  await page.getByRole('navigation', { name: '各本台账' }).getByRole('link', { name: '约谈规则' }).click();

  await page.getByRole('row', { name: /T4/ }).first().getByText('每日扫描').waitFor();
  await page.getByRole('row', { name: /T1/ }).getByText('尚不能测算', { exact: true }).waitFor();
  const triggered = page.getByRole('region', { name: '最近触发' });
  await triggered.getByRole('link', { name: raised.caseNo }).waitFor();
  await triggered.getByRole('link', { name: hazard.caseNo }).waitFor();

  await page.getByRole('button', { name: '立即扫描' }).click();
  await page.getByText('扫描完成').waitFor();
  await page.getByText(/最近一次扫描/).waitFor();
  await shot(page, 'talk-rules-1440');
  await expectAccessible(page);
});

test('a leader reads the rules on a phone, but does not scan; a firm has no such page', async () => {
  const page = await office.at(STAFF.leader, PHONE);
  await page.goto('/registers/talk-rules');
  await page.getByText('同一事项多次复查不合格').waitFor();
  expect(await page.getByRole('button', { name: '立即扫描' }).count()).toBe(0);
  await expectNoSidewaysScroll(page);
  await shot(page, 'talk-rules-390');

  const firm = await office.at('firm.chen.liang');
  await firm.goto('/registers/talk-rules');
  await firm.getByText('您没有办理此事项的权限').waitFor();
});
