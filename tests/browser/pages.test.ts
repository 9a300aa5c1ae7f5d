import { describe, expect, test } from '@jest/globals';
import {
  choose,
  DESKTOP,
  expectAccessible,
  expectNoSidewaysScroll,
  field,
  PHONE,
  useOffice,
} from '../harness/browser.ts';
import { useProduct } from '../harness/product.ts';

const product = useProduct();
const office = useOffice(product);

const REPORT = {
  source: '来信',
  anonymous: 'yes',
  place: { address: '上海市杨浦区定海路街道黎平路88号', lat: 31.27342, lng: 121.56318 },
  category: '工业企业作业安全',
  description: '来信反映打磨车间粉尘较大,除尘设备经常不开,请核实处理。',
  urgency: 'normal',
  deathInvolved: 'no',
};

async function reported(description = REPORT.description): Promise<{ caseId: string; caseNo: string }> {
  const duty = await product.api.as('mei.siqi');
  return duty.post(
    '/cases/hazard-dispatch',
    { data: { ...REPORT, description } },
    { 'idempotency-key': crypto.randomUUID() },
  );
}

async function openTask(caseId: string, elementId: string): Promise<string> {
  const awb = await product.api.as('gu.xinlan');
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const { tasks } = await awb.get<{ tasks: { taskId: string; elementId: string; state: string }[] }>(
      `/cases/${caseId}`,
    );
    const task = tasks.find((one) => one.elementId === elementId && one.state === 'open');
    if (task) return task.taskId;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no open task ${elementId}`);
}

describe('a clerk at the pages', () => {
  test('a stranger is sent to the log-in page, and a wrong password is told in Chinese', async () => {
    const page = await office.stranger();
    await page.goto('/inbox');
    await page.getByLabel('账号').fill('mei.siqi');
    await page.getByLabel('密码').fill('not-the-password');
    await page.getByRole('button', { name: /登\s*录/ }).click();
    await page.getByText('账号或密码不正确').waitFor();
    await expectAccessible(page);
  });

  test('a duty officer registers a report by hand and is told the case number', async () => {
    const page = await office.at('mei.siqi');
    await page.goto('/new/hazard-dispatch');
    await field(page, '来源').locator('select').selectOption({ label: '来信' });
    await choose(page, '匿名', '匿名');
    await field(page, '地点').locator('input').first().fill('杨浦区平凉路街道长阳路2388号');
    await field(page, '类别').locator('select').selectOption({ label: '仓储物流' });
    await field(page, '描述')
      .locator('textarea')
      .fill('仓库消防通道堆放大量木料和包装纸箱,安全出口被锁闭,夜间仍有人作业。');
    await choose(page, '紧急度', '一般');
    await choose(page, '是否涉及人员死亡', '否');
    await page.getByRole('button', { name: /^提\s*交$/ }).click();
    await Promise.race([page.locator('.created-no').waitFor(), page.getByText('仍要提交').waitFor()]);
    if (await page.getByText('仍要提交').count()) await page.getByText('仍要提交').click();
    await page.locator('.created-no').waitFor();
    expect(await page.locator('.created-no').innerText()).toMatch(/^杨应急隐〔2026〕\d+号$/);
    await expectAccessible(page);
  });

  test('a new task appears in the inbox without a reload', async () => {
    const page = await office.at('gu.xinlan');
    await page.goto('/inbox');
    await page.locator('.row-open').first().waitFor();
    const description = `直播测试件:反映仓库堆物,编号${Date.now()}`;
    const { caseNo } = await reported(description);
    await page
      .getByPlaceholder(/搜索|案号/)
      .first()
      .fill(caseNo);
    await page.getByText(caseNo).first().waitFor();
  });

  test('what comes between reading a list and hearing of changes is shown as well', async () => {
    // given a page that has read its list, while its stream of changes is still on the way
    const page = await office.at('gu.xinlan');
    let letThrough: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letThrough = resolve));
    await page.route('**/api/events', async (route) => {
      await held;
      await route.continue();
    });
    const before = await reported();
    await page.goto('/cases');
    await page.getByText(before.caseNo).first().waitFor();
    // when a case is opened, and nothing else happens once the stream stands
    const { caseId, caseNo } = await reported();
    await openTask(caseId, 'accept');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    letThrough();
    // then it is in the list
    await page.getByText(caseNo).first().waitFor();
  });

  test('a task is claimed and submitted in its page; what is missing is named at its field first', async () => {
    const { caseId } = await reported();
    const page = await office.at('gu.xinlan');
    await page.goto(`/tasks/${await openTask(caseId, 'accept')}`);
    await page.getByRole('button', { name: '认领', exact: true }).click();
    await page.getByRole('button', { name: '退回认领' }).waitFor();
    await page.locator('.fjs-form').waitFor();
    await page.getByRole('button', { name: /^提\s*交$/ }).click();
    await page.locator('.fjs-has-errors').first().waitFor();
    await choose(page, '受理结果', '不受理');
    await field(page, '不受理理由').locator('select').selectOption({ label: '不属安全生产' });
    await page.getByRole('button', { name: /^提\s*交$/ }).click();
    await page.getByText('已提交', { exact: false }).first().waitFor();
    await openTask(caseId, 'inform');
  });

  test('the auditor sees the verdict with its rules, the way taken and the clocks', async () => {
    const { caseId } = await reported();
    await openTask(caseId, 'accept');
    const page = await office.at('dong.jiancheng');
    await page.goto(`/cases/${caseId}`);
    await page.getByRole('link', { name: '闭环判定' }).click();
    await page.getByText('事项有终态').waitFor();
    await page.getByRole('link', { name: '流程路径' }).click();
    await page.locator('.djs-container').first().waitFor();
    await page.getByRole('link', { name: '时限台账' }).click();
    await page.getByText('受理定级').first().waitFor();
  });

  test('another unit does not find the case, by list or by address', async () => {
    const { caseId, caseNo } = await reported();
    await openTask(caseId, 'accept');
    const page = await office.at('firm.qian.jin');
    await page.goto(`/cases/${caseId}`);
    await page.getByText('没有找到').first().waitFor();
    expect(await page.getByText(caseNo).count()).toBe(0);
  });
});

describe('every page, on a desk and on a phone', () => {
  const pages: [name: string, account: string, path: (ids: { caseId: string; taskId: string }) => string][] =
    [
      ['inbox', 'gu.xinlan', () => '/inbox'],
      ['task', 'gu.xinlan', ({ taskId }) => `/tasks/${taskId}`],
      ['new report', 'mei.siqi', () => '/new/hazard-dispatch'],
      ['cases', 'gu.xinlan', () => '/cases'],
      ['case of the staff', 'gu.xinlan', ({ caseId }) => `/cases/${caseId}`],
      ['case of the auditor', 'dong.jiancheng', ({ caseId }) => `/cases/${caseId}`],
      ['register', 'dong.jiancheng', () => '/audit'],
      ['registers', 'gu.xinlan', () => '/registers/duties'],
      ['units', 'zhang.shouyi', () => '/registers/units'],
      ['operator', 'kong.liangping', () => '/admin'],
    ];
  test.each(pages)(
    '%s: no accessibility fault, no sideways scroll, at 1440 and 390',
    async (_, account, path) => {
      const { caseId } = await reported();
      const taskId = await openTask(caseId, 'accept');
      for (const viewport of [DESKTOP, PHONE]) {
        const page = await office.at(account, viewport);
        await page.goto(path({ caseId, taskId }));
        await page.locator('main h1, main h2, main .ant-table, main .fjs-form').first().waitFor();
        await page.waitForTimeout(600);
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await page.close();
      }
    },
  );
});
