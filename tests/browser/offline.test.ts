import { expect, jest, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { largePatrol } from '../../bin/demo/patrol-inspection/large.ts';
import { picture } from '../../bin/demo/pictures.ts';
import { expectNoSidewaysScroll, PHONE, useOffice } from '../harness/browser.ts';
import { useProduct } from '../harness/product.ts';
import { stories } from '../harness/story.ts';

jest.setTimeout(120_000);

const product = useProduct();
const given = stories(product);
const office = useOffice(product);

/** The service worker has taken the page over and has seen the task. */
async function readyForTheField(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.reload();
  await page.getByRole('button', { name: '认领' }).click();
  await page.getByRole('button', { name: '提交' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: '提交' }).waitFor();
}

async function signOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: /手写签名$/ }).click();
  const box = (await page.getByRole('img', { name: /签名区/ }).boundingBox())!;
  await page.mouse.move(box.x + 30, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 150, box.y + 110, { steps: 6 });
  await page.mouse.up();
  await page.getByRole('button', { name: '确认签名' }).click();
}

async function chooseAll(list: Locator, label: string): Promise<void> {
  const selects = list.getByLabel('结果');
  for (let row = 0; row < (await selects.count()); row++) await selects.nth(row).selectOption({ label });
}

test('a checklist is filled without a network, survives a closed page, and is sent once when there is one', async () => {
  await given.workingMorning();
  const patrol = await largePatrol(product.api, 1, 0);
  const task = await patrol.reach('inspect');
  const account = await patrol.someoneFor(task);
  const colleague = (await patrol.seen()).team.find((one) => one.account !== account)!.name;
  const page = await office.at(account, PHONE, 'field');
  await readyForTheField(page, `/tasks/${task.taskId}`);

  await page.context().setOffline(true);
  await page.getByText('没有网络。打开过的任务可以继续填写').waitFor();
  await page.getByRole('button', { name: /全部展开/ }).click();
  await chooseAll(page.locator('.bh-form'), '符合');
  await page.getByRole('button', { name: '添加一行' }).click();
  await page.getByLabel('问题事实').fill('安全生产责任制没有落实到岗位和人员。');
  const picked = async () => ({
    name: '现场.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from(await (await picture()).arrayBuffer()),
  });
  const album = (row: number) => page.locator('.bh-photo-field').nth(row).locator('input[type=file]').first();
  await album(0).setInputFiles(await picked());
  await page.getByText('没有网络，已存在本机').first().waitFor();
  await signOn(page);
  await page.getByText('没有网络，已存在本机').nth(1).waitFor();
  // a row that is taken away again holds nothing back
  await page.getByRole('button', { name: '添加一行' }).click();
  await album(1).setInputFiles(await picked());
  await page.getByText('没有网络，已存在本机').nth(2).waitFor();
  await page.locator('.fjs-repeat-row-remove').last().click();
  await page.getByText('没有网络，已存在本机').nth(2).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByText('还有2个文件没有传到服务器').waitFor();
  await expectNoSidewaysScroll(page);

  // the phone puts the browser away; it comes back where there is still no network
  await page.reload();
  await page.getByText(/已恢复本机/).waitFor();
  await page.getByRole('button', { name: /全部展开/ }).click();
  expect(await page.getByLabel('问题事实').inputValue()).toBe('安全生产责任制没有落实到岗位和人员。');
  await page.getByText('没有网络，已存在本机').nth(1).waitFor();

  await page.context().setOffline(false);
  await page.getByRole('img', { name: /^照片/ }).waitFor();
  await page.getByRole('img', { name: '手写签名' }).waitFor();
  await page.getByText('没有网络。').waitFor({ state: 'hidden' });
  await finish(page, task.about!, colleague, await given.workday(10));
  await page
    .getByText(/已提交|已办/)
    .first()
    .waitFor();

  const sent = await product.rows<{ data: Record<string, unknown>; by: string }>(
    `select data, by from submission where case_id = $1 and form_id = 'patrol.finding'`,
    [patrol.caseId],
  );
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ by: account, data: { findings: [{ photos: [{ name: '现场.jpg' }] }] } });
  const left = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const open = indexedDB.open('bihuan-files');
        open.onsuccess = () => {
          const all = open.result.transaction('waiting').objectStore('waiting').count();
          all.onsuccess = () => resolve(all.result);
        };
      }),
  );
  expect(left).toBe(0);
});

/** The rest of the form, with the lists that only the server has. */
async function finish(page: Page, unit: string, second: string, dueOn: string): Promise<void> {
  await page.getByRole('button', { name: '到场打卡' }).click();
  await pick(page, '检查人', second);
  await page.getByPlaceholder('路名、门牌号、单位或场所').fill('上海市杨浦区定海路街道办事处');
  await page.getByLabel('检查项编号').fill('1');
  await page.getByLabel('类别').selectOption('履责问题');
  await page.getByLabel('程度').selectOption('一般');
  await page.getByLabel('整改期限').fill(dueOn);
  await page.getByLabel('整改要求').fill('责任制落实到岗位和人员。');
  await pick(page, '责任单位', unit);
  await page.getByLabel('第 1 张照片的地点说明').fill('街道办事处会议室，室内无定位');
  await page.getByRole('radio', { name: '同意' }).check();
  await page.getByRole('button', { name: '提交' }).click();
}

async function pick(page: Page, label: string, words: string): Promise<void> {
  await page.getByRole('combobox', { name: new RegExp(`^${label}`) }).fill(words);
  await page.locator('.ant-select-item-option:visible', { hasText: words }).first().click();
  await page.keyboard.press('Escape');
}
