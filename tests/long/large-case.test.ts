import { beforeAll, expect, test } from '@jest/globals';
import { allPlans, largePatrol } from '../../bin/demo/patrol-inspection/large.ts';
import type { Player } from '../../bin/demo/player.ts';
import type { TaskRow } from '../../bin/demo/seen.ts';
import { expectAccessible, expectNoSidewaysScroll, PHONE, useOffice } from '../harness/browser.ts';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
const office = useOffice(product);
const FINDINGS = 25;

let patrol: Player;
let plans: TaskRow[];
beforeAll(async () => {
  await given.workingMorning();
  patrol = await largePatrol(product.api, 1, FINDINGS);
  await patrol.reach('make-plan');
  plans = await allPlans(patrol, FINDINGS);
}, 60_000);

test('what waits is counted, items are leafed through and searched, a link opens the page of its row', async () => {
  const page = await office.at(STAFF.auditor);
  await page.goto(`/cases/${patrol.caseId}?tab=overview`);
  await page.getByText(`整改方案（${FINDINGS}）`).waitFor();
  const items = page.getByRole('table', { name: '事项' });
  const rows = () => items.getByRole('row').count();
  expect(await rows()).toBe(1 + 20);
  await expectAccessible(page);

  await page.getByPlaceholder(`在 ${FINDINGS} 条事项中查找`).fill('检查项25没有');
  await items.getByText('问题25：').waitFor();
  expect(await rows()).toBe(1 + 1);
  await page.getByPlaceholder(`在 ${FINDINGS} 条事项中查找`).fill('没有这样的事项');
  await page.getByText('没有符合“没有这样的事项”的事项。').waitFor();

  const last = (await patrol.seen()).items.at(-1)!;
  await page.goto('about:blank');
  await page.goto(`/cases/${patrol.caseId}?tab=overview#item-${last.itemId}`);
  await page.locator(`#item-${last.itemId}:focus`).waitFor();
  expect(await rows()).toBe(1 + 5);

  await page.goto(`/cases/${patrol.caseId}?tab=all`);
  await page.getByRole('heading', { name: '时间线' }).waitFor();
  expect(await rows()).toBe(1 + FINDINGS);
});

test('the verdict names the first of many rows, the diagram counts what is done side by side', async () => {
  const page = await office.at(STAFF.auditor);
  await page.goto(`/cases/${patrol.caseId}?tab=verdict`);
  const more = page.getByRole('button', { name: /^其余 \d+ 项$/ }).first();
  await more.waitFor();
  const refs = page.locator('.predicate-ref');
  const before = await refs.count();
  await more.click();
  expect(await refs.count()).toBeGreaterThan(before + FINDINGS);

  await page.goto(`/cases/${patrol.caseId}?tab=path`);
  await page.getByText(`办结0/${FINDINGS}`, { exact: true }).first().waitFor();
});

test('in the inbox each task says which finding it is about', async () => {
  const page = await office.at(await patrol.someoneFor(plans[0]!), PHONE);
  await page.goto(`/inbox?q=${encodeURIComponent(patrol.caseNo)}`);
  await page
    .getByText(/^问题\d+：/)
    .first()
    .waitFor();
  await expectNoSidewaysScroll(page);
  await page.goto(`/tasks/${plans.at(-1)!.taskId}`);
  await page.getByText(plans.at(-1)!.about!).first().waitFor();
});
