import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { expectAccessible, expectNoSidewaysScroll, PHONE, useOffice } from '../harness/browser.ts';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
const office = useOffice(product);
beforeAll(async () => {
  // One has its first step open (hours), one waits for the rectification (weeks).
  const later = await given.report();
  await later.reach('rectify');
  await (await given.report()).task('accept');
}, 120_000);

const order = (page: Page): Promise<string[]> => page.locator('main .row-open').allInnerTexts();

/** The numbers as the server gives them in this order, of the case numbers that the page shows. */
async function served(sort: string): Promise<string[]> {
  const session = await given.session(STAFF.dispatcher);
  return (await session.get<{ items: { caseNo: string }[] }>(`/cases?sort=${sort}`)).items.map(
    ({ caseNo }) => caseNo,
  );
}

const shows = async (page: Page, sort: string): Promise<void> => {
  const wanted = await served(sort);
  for (const end = Date.now() + 10_000; Date.now() < end; await page.waitForTimeout(100))
    if (String(await order(page)) === String(wanted)) return;
  expect(await order(page)).toEqual(wanted);
};

test('the list of cases is sorted by its headings, by keyboard too; the address keeps the order', async () => {
  const page = await office.at(STAFF.dispatcher);
  await page.goto('/cases');
  await shows(page, '-openedAt');
  const heading = (name: string) => page.getByRole('columnheader', { name });
  expect(await heading('立案').getAttribute('aria-sort')).toBe('descending');

  await heading('时限').getByRole('button').click();
  await shows(page, 'dueAt');
  expect(await heading('时限').getAttribute('aria-sort')).toBe('ascending');
  expect(await served('dueAt')).not.toEqual(await served('-dueAt'));
  await heading('时限').getByRole('button').focus();
  await page.keyboard.press('Enter');
  await shows(page, '-dueAt');
  expect(page.url()).toContain('sort=-dueAt');
  await page.reload();
  await shows(page, '-dueAt');
  await heading('状态').getByRole('button').click();
  await shows(page, 'status');
  await expectAccessible(page);
});

test('on a phone, where there are no headings, the order is chosen from a list', async () => {
  const page = await office.at(STAFF.dispatcher, PHONE);
  await page.goto('/cases');
  await shows(page, '-openedAt');
  await page.getByRole('combobox', { name: '排序' }).click();
  await page.locator('.ant-select-item-option', { hasText: '急的在前' }).click();
  await shows(page, 'dueAt');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test('each view of the inbox says how many there are', async () => {
  const page = await office.at(STAFF.dispatcher);
  await page.goto('/inbox');
  const session = await given.session(STAFF.dispatcher);
  for (const view of ['todo', 'done', 'started']) {
    const { items, total } = await session.get<{ items: unknown[]; total: { count: number } }>(
      `/tasks?view=${view}`,
    );
    expect(total.count).toBeGreaterThanOrEqual(items.length);
    await page.goto(`/inbox?view=${view}`);
    if (items.length > 0) await page.getByText(`共 ${total.count} 条`).waitFor();
  }
});
