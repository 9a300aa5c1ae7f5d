import { expect, test } from '@jest/globals';
import { expectAccessible, expectNoSidewaysScroll, PHONE, useOffice } from '../harness/browser.ts';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
const office = useOffice(product);

test('whom an overdue limit climbed to takes note of it on the case page; the auditor reads it in the ledger', async () => {
  await given.workingMorning();
  const story = await given.report();
  const verify = await story.reach('verify');
  await given.clockAt(new Date(Date.parse(verify.dueAt!) + 60_000));
  // The bells of all cases ring one after the other; a page that was opened before would not show this one.
  await story.waitForClock('hazard.verify', ({ events }) =>
    events.some(({ kind, level }) => kind === 'ring' && level === 1),
  );
  const page = await office.at('wu.beihai', PHONE);
  await page.goto(`/cases/${story.caseId}?tab=overview`);
  const part = page.getByRole('region', { name: '超期升级' });
  await part.getByText('第1级').waitFor();
  await expectNoSidewaysScroll(page);

  await part.getByRole('button', { name: '签阅现场核查' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('签阅意见').waitFor();
  await dialog.getByRole('button', { name: /^签\s*阅$/ }).click();
  await dialog.getByText('请写签阅意见').waitFor();
  await expectAccessible(page);
  await dialog.getByLabel('签阅意见').fill('已知悉，今日完成核查。');
  await dialog.getByRole('button', { name: /^签\s*阅$/ }).click();

  await dialog.waitFor({ state: 'hidden' });
  await part.getByText('已知悉，今日完成核查。').first().waitFor();
  expect(await part.getByText('未签阅').count()).toBe(0);
  expect(await part.getByRole('button').count()).toBe(0);
  // the owner of the case reads the same, without a button: nothing has climbed to 安委办 yet
  const awb = await office.at(STAFF.dispatcher);
  await awb.goto(`/cases/${story.caseId}?tab=overview`);
  await awb.getByRole('region', { name: '超期升级' }).getByText('已签阅').first().waitFor();
  expect(await awb.getByRole('region', { name: '超期升级' }).getByRole('button').count()).toBe(0);
  const auditor = await office.at(STAFF.auditor);
  await auditor.goto(`/cases/${story.caseId}?tab=clocks`);
  await auditor.getByText(/签阅 第1级（单位负责人） 吴北海：已知悉，今日完成核查。/).waitFor();
});
