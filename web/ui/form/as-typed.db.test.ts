import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { asSystem } from '../../../core/db.ts';
import { openTestApp, type RunningApp } from '../../../tests/harness/app.ts';
import { openOffice, type Office } from '../../../tests/harness/browser.ts';
import { freshDatabase, type TestDatabase } from '../../../tests/harness/database.ts';
import { aCase, aTask, deployed } from '../../../tests/harness/factories.ts';

let database: TestDatabase;
let app: RunningApp;
let office: Office;
let taskId: string;

beforeAll(async () => {
  database = await freshDatabase();
  app = await openTestApp(database);
  await asSystem(database.db, async (trx) => {
    const definitionKey = await deployed(trx, 'hazard-dispatch');
    const { caseId } = await aCase(trx, { parties: ['duty'], businessKey: randomUUID() });
    taskId = await aTask(trx, {
      caseId,
      elementId: 'control',
      formId: 'hazard.control',
      groups: ['duty'],
      definitionKey,
    });
  });
  office = await openOffice(app);
}, 60_000);
afterAll(async () => {
  await office.close();
  await app.close();
  await database.close();
});

test('1,200 of a seizure list is 1200 and never 1.2; what could be two numbers is told at once', async () => {
  // given an officer who writes the list of what is seized
  const page = await office.at('mei.siqi');
  await page.goto(`/tasks/${taskId}`);
  await page.getByRole('button', { name: '认领', exact: true }).click();
  await page.getByLabel('查封', { exact: true }).check();
  await page.getByText('添加一行').click();
  const quantity = page.getByLabel('数量').first();
  const says = page.locator('.fjs-form-field-quantity').first();
  for (const [typed, understood] of [
    ['1,200', '1,200'],
    ['12,000', '12,000'],
    ['１，２００', '1,200'],
    ['1 200.5', '1,200.5'],
    ['1。5', '1.5'],
    ['12,34', '看不出是多少（“12,34”）'],
    ['1.234.567', '看不出是多少（“1.234.567”）'],
    ['十二', '请用阿拉伯数字填写'],
  ] as const) {
    // when the quantity is typed
    await quantity.fill(typed);
    // then the page says how it is understood
    await says.getByText(understood, { exact: false }).last().waitFor();
    expect(await quantity.inputValue()).toBe(typed);
  }
  // and what is kept is the number itself
  await quantity.fill('1,200');
  await page.getByRole('button', { name: '保存草稿' }).click();
  await page
    .getByText(/已保存|已存/)
    .first()
    .waitFor();
  const kept = page.request.get(`${app.url}/api/tasks/${taskId}`);
  await expect(kept.then((answer) => answer.text())).resolves.toMatch(/"qty":1200[,}]/);
}, 90_000);

test('a telephone is put into one spelling when its field is left', async () => {
  const page = await office.at('mei.siqi');
  await page.goto('/new/hazard-dispatch');
  await page.getByText('实名', { exact: true }).click();
  const phone = page.getByLabel('举报人电话');

  await phone.fill('+86 138 1234 5678');
  await phone.blur();

  expect(await phone.inputValue()).toBe('13812345678');
}, 60_000);
