import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { expectAccessible, expectNoSidewaysScroll, PHONE, useOffice } from '../harness/browser.ts';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF, type Story } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
const office = useOffice(product);

const caseAt = async (story: Story, account: string, viewport?: { width: number; height: number }) => {
  const page = await office.at(account, viewport);
  await page.goto(`/cases/${story.caseId}?tab=overview`);
  await page.getByRole('heading', { name: '事项', exact: true }).waitFor();
  return page;
};

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function rectifying(): Promise<Story> {
  const story = await given.report();
  await story.reach('rectify');
  return story;
}

test('an item is merged by keyboard alone: target searched by case number, confirmed, page up to date', async () => {
  const [story, other] = [await rectifying(), await rectifying()];
  const page = await caseAt(story, STAFF.dispatcher);

  await button(page, '合并事项1').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '并入的事项' }).waitFor();
  await expectAccessible(page);
  // nothing chosen: told at the field
  await button(page, '下一步').focus();
  await page.keyboard.press('Enter');
  await dialog.getByText('请选择并入的事项').waitFor();
  // the search is by the other case's number
  await dialog.getByRole('combobox', { name: '并入的事项' }).focus();
  await page.keyboard.type(other.caseNo);
  await page.getByTitle(new RegExp(`^${other.caseNo} 事项1`)).waitFor();
  await page.keyboard.press('Enter');
  await button(page, '下一步').focus();
  await page.keyboard.press('Enter');
  await dialog.getByText('此操作不能撤回').waitFor();
  // the confirming button has the focus
  await page.keyboard.press('Enter');

  await page.getByText('已合并', { exact: true }).waitFor();
  await dialog.waitFor({ state: 'hidden' });
  expect(await button(page, '合并事项1').count()).toBe(0);
  expect(
    await product.rows(
      `select i.state, t.case_id as into from item i join item t on t.item_id = i.merged_into where i.case_id = $1`,
      [story.caseId],
    ),
  ).toEqual([{ state: 'merged', into: other.caseId }]);
});

test('an item is handed over from a phone; a reason that is too short is refused at its field', async () => {
  const story = await rectifying();
  const page = await caseAt(story, STAFF.dispatcher, PHONE);

  await button(page, '移交事项1').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('移交理由').fill('地址不对');
  await button(page, '下一步').click();
  await dialog.getByText('请选择接收单位').waitFor();
  await dialog.getByText('不少于10个字').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await dialog.getByRole('combobox', { name: '接收单位' }).fill('平凉');
  await page.locator('.ant-select-item-option', { hasText: '平凉路街道' }).click();
  await dialog.getByLabel('移交理由').fill('厂房在平凉路街道一侧，由该街道督促整改。');
  await button(page, '下一步').click();
  await dialog.getByText('由接收单位签收').waitFor();
  await button(page, '确认移交').click();

  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: '接收方签收' }).waitFor();
  expect(await button(page, '移交事项1').count()).toBe(0);
});

test('what the server refuses is said in the window, which stays open', async () => {
  const story = await rectifying();
  const page = await caseAt(story, STAFF.dispatcher);
  await button(page, '移交事项1').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '接收单位' }).fill('定海');
  await page.locator('.ant-select-item-option', { hasText: '定海路街道' }).click();
  await dialog.getByLabel('移交理由').fill('试着移交给已经负责整改的同一个单位。');
  await button(page, '下一步').click();
  // the item ends while the question stands on the screen
  await product.arrange(`update item set state = 'refused' where case_id = $1`, [story.caseId]);
  await button(page, '确认移交').click();
  await dialog.getByText('这个事项不在整改环节，不能合并或移交').waitFor();
  await product.arrange(`update item set state = 'open' where case_id = $1`, [story.caseId]);
});

test('who reads the case but does not own it has no such buttons', async () => {
  const story = await rectifying();
  for (const account of ['wu.beihai', STAFF.auditor]) {
    const page = await caseAt(story, account);
    await page.getByText('整改中', { exact: true }).waitFor();
    expect([account, await page.getByRole('button', { name: /事项1$/ }).count()]).toEqual([account, 0]);
    await page.close();
  }
});
