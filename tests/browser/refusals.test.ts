import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { choose, DESKTOP, expectOnScreen, field, PHONE, useOffice } from '../harness/browser.ts';
import { useProduct } from '../harness/product.ts';
import { patrolInspection } from '../../bin/demo/patrol-inspection/play.ts';
import { Player } from '../../bin/demo/player.ts';

const product = useProduct();
const office = useOffice(product);

const WIDTHS = [
  ['1440', DESKTOP],
  ['390', PHONE],
] as const;

const REPORT = {
  source: '来信',
  anonymous: 'yes',
  place: { address: '上海市杨浦区定海路街道黎平路88号', lat: 31.27342, lng: 121.56318 },
  category: '工业企业作业安全',
  description: '来信反映打磨车间粉尘较大，除尘设备经常不开，请核实处理。',
  urgency: 'normal',
  deathInvolved: 'no',
};

async function accepting(): Promise<string> {
  const duty = await product.api.as('mei.siqi');
  const { caseId } = await duty.post<{ caseId: string }>(
    '/cases/hazard-dispatch',
    { data: { ...REPORT, place: { ...REPORT.place, address: `黎平路${crypto.randomUUID()}号` } } },
    { 'idempotency-key': crypto.randomUUID() },
  );
  const player = new Player(product.api, { caseId, caseNo: caseId }, { handler: '' } as never);
  return (await player.task('accept')).taskId;
}

const submit = (page: Page) => page.getByRole('button', { name: /^提\s*交$/ });

test.each(WIDTHS)(
  'at %s a form that is not filled says so above its buttons, with a way to each field',
  async (_, size) => {
    const page = await office.at('mei.siqi', size);
    await page.goto('/new/hazard-dispatch');
    await page.locator('.fjs-form').waitFor();
    await submit(page).click();

    // The reason is on screen, whole, and so is the first field that is wrong; the focus is in it
    const note = page.locator('.form-refusal');
    await note.getByText('还不能提交').waitFor();
    await expectOnScreen(note);
    const first = page.locator('.fjs-has-errors').first();
    await expectOnScreen(first.locator('input, select, textarea, button').first());
    expect(await first.evaluate((node) => node.contains(document.activeElement))).toBe(true);

    // A link leads to its field
    await note.getByRole('button', { name: /^描述/ }).click();
    await expectOnScreen(field(page, '描述').locator('textarea'));
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');

    // What is mended leaves the note
    await page.keyboard.type(REPORT.description);
    await note.getByRole('button', { name: /^描述/ }).waitFor({ state: 'detached' });
    await note.getByText('还不能提交').waitFor();
  },
);

test.each(WIDTHS)('at %s what the server refuses stands above the buttons as well', async (_, size) => {
  // Given a task that somebody else has taken from the clerk meanwhile
  const taskId = await accepting();
  const page = await office.at('gu.xinlan', size);
  // Live hints would tell it before the submit
  await page.route('**/api/events', (route) => route.abort());
  await page.goto(`/tasks/${taskId}`);
  await page.getByRole('button', { name: '认领', exact: true }).click();
  await page.getByRole('button', { name: '退回认领' }).waitFor();
  await page.locator('.bh-form[aria-busy="false"]').waitFor();
  await page.locator('.fjs-form').waitFor();
  await choose(page, '受理结果', '不受理');
  await field(page, '不受理理由').locator('select').selectOption({ label: '不属安全生产' });
  const [mine, theirs] = [await product.api.as('gu.xinlan'), await product.api.as('xue.jinghua')];
  const { version } = await mine.get<{ version: number }>(`/tasks/${taskId}`);
  const released = await mine.post<{ version: number }>(`/tasks/${taskId}/release`, { version });
  await theirs.post(`/tasks/${taskId}/submit`, {
    version: released.version,
    data: { decision: 'reject', rejectReason: '不属安全生产' },
  });
  await submit(page).click();
  const note = page.locator('.form-refusal');
  await note.getByText('您填写的内容还在').waitFor();
  await expectOnScreen(note);
  await expectOnScreen(note.getByRole('button', { name: '查看最新情况' }));
  expect(await note.evaluate((node) => node === document.activeElement)).toBe(true);
});

test.each(WIDTHS)(
  'at %s the confirmation is on screen, has the focus and says who has the case next',
  async (_, size) => {
    const taskId = await accepting();
    const page = await office.at('gu.xinlan', size);
    await page.goto(`/tasks/${taskId}`);
    await page.getByRole('button', { name: '认领', exact: true }).click();
    await page.getByRole('button', { name: '退回认领' }).waitFor();
    await page.locator('.fjs-form').waitFor();
    await choose(page, '受理结果', '受理');
    await choose(page, '初判等级', '一般');
    await field(page, '适用时限').locator('select').selectOption({ label: '其他' });
    await submit(page).click();
    const said = page.getByRole('heading', { name: /“受理定级”已提交/ });
    await said.waitFor();
    await expectOnScreen(said);
    expect(await said.evaluate((node) => node === document.activeElement)).toBe(true);
    await page.getByText(/下一步：派单，安委办（.+等 \d 人），4小时内/).waitFor();
  },
);

test.each(WIDTHS)('at %s a case that looks like another one can be sent all the same', async (_, size) => {
  const duty = await product.api.as('mei.siqi');
  const place = { ...REPORT.place, address: `上海市杨浦区黎平路${Math.floor(Math.random() * 1e6)}号` };
  await duty.post(
    '/cases/hazard-dispatch',
    { data: { ...REPORT, place } },
    { 'idempotency-key': crypto.randomUUID() },
  );
  const page = await office.at('mei.siqi', size);
  await page.goto('/new/hazard-dispatch');
  await field(page, '来源').locator('select').selectOption({ label: '来信' });
  await choose(page, '匿名', '匿名');
  await field(page, '地点').locator('input').first().fill(place.address);
  await field(page, '类别').locator('select').selectOption({ label: REPORT.category });
  await field(page, '描述').locator('textarea').fill(REPORT.description);
  await choose(page, '紧急度', '一般');
  await choose(page, '是否涉及人员死亡', '否');
  await submit(page).click();
  const anyway = page.getByRole('button', { name: '仍要提交' });
  await anyway.waitFor();
  // What must be decided is on screen; no grey button without a reason beside it
  await expectOnScreen(anyway);
  await expectOnScreen(page.getByRole('button', { name: '返回修改' }));
  expect(await submit(page).count()).toBe(0);
  await anyway.click();
  const heading = page.getByRole('heading', { name: '已登记' });
  await heading.waitFor();
  await expectOnScreen(heading);
  await page.getByText('是否受理以受理结果为准').waitFor();
});

test.each(WIDTHS)('at %s a checklist unfolds at its first row that is not filled', async (_, size) => {
  // Given a patrol whose inspection is open, with a checklist that is folded after its fifth row
  const story = patrolInspection.stories.at(-1)!;
  const opening = { api: product.api, no: crypto.randomUUID(), begins: {}, hotlineToken: undefined };
  const { world, ...opened } = await patrolInspection.begin(story, opening);
  const player = new Player(product.api, opened, world);
  const task = await player.reach('inspect', patrolInspection.script(story));
  const page = await office.at(await player.someoneFor(task), size);
  await page.goto(`/tasks/${task.taskId}`);
  await page.getByRole('button', { name: '认领', exact: true }).click();
  await page.locator('.fjs-repeat-render-collapse').first().waitFor();

  await page.getByRole('button', { name: '退回认领' }).waitFor();
  await page.locator('.bh-form[aria-busy="false"]').waitFor();

  // When it is sent
  await submit(page).click();
  const note = page.locator('.form-refusal');
  const link = note.getByRole('button', { name: /还有 \d+ 项未[选填]/ }).first();
  await link.waitFor();
  await expectOnScreen(note);

  // Then the way leads to the row, unfolded, and the focus is in it
  await link.click();
  await page.waitForTimeout(300);
  const focused = page.locator(':focus');
  await expectOnScreen(focused);
  expect(await focused.evaluate((node) => node.closest('.fjs-repeat-row-collapsed'))).toBeNull();
});

test('moving the clock is asked first, and says what it does to everybody', async () => {
  const page = await office.at('kong.liangping');
  await page.goto('/admin');
  const before = (await (await product.api.as('kong.liangping')).me()).now;
  await page.getByRole('button', { name: '前进 30 天' }).click();
  await page.getByText('对所有人立即生效，不能拨回').waitFor();
  await page.getByRole('button', { name: '不拨' }).click();
  const after = (await (await product.api.as('kong.liangping')).me()).now;
  expect(Date.parse(after) - Date.parse(before)).toBeLessThan(3600_000);
});

test('emptying a form is asked first, and can be undone', async () => {
  const page = await office.at('mei.siqi');
  await page.goto('/new/hazard-dispatch');
  const text = field(page, '描述').locator('textarea');
  await text.fill('楼道堆物，消防通道不通，请尽快处理。');
  await page.waitForTimeout(900);
  await page.reload();
  await page.getByText('未提交的内容').waitFor();

  await page.getByRole('button', { name: '清空重填' }).click();
  await page.getByRole('button', { name: '不清' }).click();
  expect(await text.inputValue()).toContain('楼道堆物');

  await page.getByRole('button', { name: '清空重填' }).click();
  await page.locator('.ant-popconfirm').getByRole('button', { name: '清空重填' }).click();
  await page.getByText('已清空').waitFor();
  expect(await text.inputValue()).toBe('');

  await page.getByRole('button', { name: '恢复刚才的内容' }).click();
  expect(await text.inputValue()).toContain('楼道堆物');
});
