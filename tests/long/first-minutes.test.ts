import { expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import {
  DESKTOP,
  expectAccessible,
  expectNoSidewaysScroll,
  expectOnScreen,
  PHONE,
  useOffice,
} from '../harness/browser.ts';
import { useDemoProduct } from '../harness/demo-product.ts';

const demo = useDemoProduct();
const office = useOffice(demo);
jest.setTimeout(120_000);

const WIDTHS = [
  ['1440', DESKTOP],
  ['390', PHONE],
] as const;

async function loginPage(viewport: { width: number; height: number }): Promise<Page> {
  const page = await office.stranger();
  await page.setViewportSize(viewport);
  await page.goto('/');
  await page.getByRole('button', { name: /安委办派单/ }).waitFor();
  return page;
}

test.each(WIDTHS)('at %s a visitor can search the people of the demo and log in as one', async (_, size) => {
  const page = await loginPage(size);
  const box = page.getByLabel('查找演示账号');

  // The box is wide enough to read what one types, and its clear button lies inside it
  await box.scrollIntoViewIfNeeded();
  expect((await box.boundingBox())!.width).toBeGreaterThan(150);
  expect(await box.getAttribute('placeholder')).toContain('姓名');
  await box.fill('回访员');
  const frame = (await page.locator('.demo-search .ant-input-affix-wrapper').boundingBox())!;
  const clear = (await page.locator('.demo-search .ant-input-clear-icon').boundingBox())!;
  expect(clear.x).toBeGreaterThan(frame.x);
  expect(clear.x + clear.width).toBeLessThanOrEqual(frame.x + frame.width);

  // Who is found stands open, the others are gone
  const found = page.locator('.demo-person');
  await page.getByText('找到 2 人').waitFor();
  expect(await found.count()).toBe(2);
  await expectOnScreen(found.first());
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  // One press logs in
  await found.filter({ hasText: '俞天赐' }).click();
  await page.getByRole('heading', { name: '我的待办' }).waitFor();
  expect(await page.locator('.who-name').innerText()).toContain('俞天赐');
});

test('the role cards stand in the order of a case, and the header changes the role without a password', async () => {
  const page = await loginPage(DESKTOP);
  const cards = await page.locator('.role-card').allInnerTexts();
  const order = ['值班员登记', '安委办派单', '街镇接单', '现场核查', '企业整改', '复查', '销号审批', '督查/审计']; // prettier-ignore
  order.forEach((title, index) => expect(cards[index]).toContain(title));

  await page.getByRole('button', { name: /值班员登记/ }).click();
  await page.getByRole('heading', { name: '我的待办' }).waitFor();
  await page.getByRole('button', { name: '换角色' }).click();
  await page
    .locator('.role-switch')
    .getByRole('button', { name: /督查\/审计/ })
    .click();
  await page.getByRole('heading', { name: '闭环审计' }).waitFor();
  expect(await page.locator('.who-name').innerText()).toContain('董鉴澄');
});

test.each(WIDTHS)('at %s what is empty says what will be there, and offers the sample', async (_, size) => {
  for (const [account, path, says] of [
    ['gu.xinlan', '/inbox', /轮到.*会自动出现在这里/],
    ['gu.xinlan', '/cases', /经手的案件会出现在这里/],
    ['dong.jiancheng', '/audit', /从登记那一刻起就在这里/],
  ] as const) {
    const page = await office.at(account, size);
    await page.goto(path);
    await page.getByText(says).waitFor();
    await page.getByRole('button', { name: '一键生成示范案件' }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.context().close();
  }
});

test('the sample begins by one press, tells its progress after a reload as well, and stops when told', async () => {
  // Given a visitor who presses the button on the log-in page
  const page = await loginPage(DESKTOP);
  await page.getByRole('button', { name: '一键生成示范案件' }).click();

  // Then cases come, and the page says how far it is
  const progress = page.getByText(/正在生成示范案件 \d+\/3\d/);
  await progress.waitFor({ timeout: 30_000 });
  await page.getByText(/办理“/).waitFor({ timeout: 60_000 });
  await page.reload();
  await progress.waitFor();

  // And nobody else can begin another one meanwhile
  const other = await office.at('gu.xinlan');
  expect((await other.request.post('/api/demo/sample', { data: {} })).status()).toBe(409);
  await other.goto('/inbox');
  await other.locator('.sample-bar').getByText(progressText).waitFor();

  // When it is stopped, what was played stays, and it can begin again
  await page.getByRole('button', { name: '停止' }).click();
  await page.getByText('已停止生成').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: '再生成一套' }).waitFor();
  const { items } = (await (await other.request.get('/api/cases')).json()) as { items: unknown[] };
  expect(items.length).toBeGreaterThan(0);
});

const progressText = /正在生成示范案件/;
