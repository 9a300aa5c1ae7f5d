import { expect, test } from '@jest/globals';
import { connectEngine } from '../../core/engine.ts';
import { expectAccessible, expectNoSidewaysScroll, PHONE, useOffice, shot } from '../harness/browser.ts';
import { useProduct } from '../harness/product.ts';
import { standStill } from '../harness/stand-still.ts';
import { stories, STAFF } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
const office = useOffice(product);

test('a message that waits is started by hand once its process is there, exactly once', async () => {
  const story = await given.report();
  const key = `F${story.caseId.slice(0, 8)}`;
  const park = (name: string) =>
    product.arrange(
      `insert into pending_trigger (trigger_id, case_id, name, key, payload, reason, created_at)
       values (gen_random_uuid(), $1, $2, $3, '{}', '示例', now())`,
      [story.caseId, name, key],
    );
  // hazard-dispatch is deployed and starts by hazard.open; nothing receives a reward yet
  await park('hazard.open');
  await park('reward.open');
  const page = await office.at(STAFF.operator);
  await page.goto('/admin');
  const card = page.getByRole('region', { name: '待启动' });
  const row = (word: string) => card.getByRole('listitem').filter({ hasText: word }).filter({ hasText: key });
  await row('转隐患派单').getByText('接收流程已部署').waitFor();
  expect(await row('申请举报奖励').getByRole('button').count()).toBe(0);
  await shot(page, 'admin-1440');
  await expectAccessible(page);

  await row('转隐患派单').getByRole('button', { name: '启动' }).click();
  await row('转隐患派单').waitFor({ state: 'hidden' });
  expect(await product.rows(`select process from cases where business_key = $1`, [key])).toEqual([
    { process: 'hazard-dispatch' },
  ]);
  const said = await (await given.session(STAFF.operator)).raw('POST', '/operator/triggers/start');
  expect([said.status, await said.json()]).toEqual([200, { started: 0 }]);
});

test('a limit that climbed to an empty desk is an alarm until somebody has seen to it', async () => {
  const story = await given.report({}, { handler: 'gongan' });
  const verify = await story.reach('verify');
  await product.arrange(
    `update person set active = false where account in ('sheng.hailiang', 'guan.jingyuan')`,
  );
  try {
    await given.clockAt(new Date(Date.parse(verify.dueAt!) + 60_000));
    const page = await office.at(STAFF.operator, PHONE);
    await page.goto('/admin');
    const card = page.getByRole('region', { name: '无人岗位告警' });
    const row = card.getByRole('listitem').filter({ hasText: story.caseNo }).filter({ hasText: '第0级' });
    await row.getByText('待处理').waitFor({ timeout: 40_000 });
    await page
      .getByText(/条待处理/)
      .first()
      .waitFor();
    await shot(page, 'admin-390');
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await row.getByRole('button', { name: '已处理' }).click();
    await row.getByText(/孔良平.*处理/).waitFor();
  } finally {
    await product.arrange(
      `update person set active = true where account in ('sheng.hailiang', 'guan.jingyuan')`,
    );
  }
});

test('a unit is renamed by who grants groups, asked twice; the register shows its successor', async () => {
  const page = await office.at('zhang.shouyi');
  await page.goto('/registers/units?q=%E4%BA%BA%E5%8A%9B%E8%B5%84%E6%BA%90');
  await page.getByRole('link', { name: '区人力资源和社会保障局' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '机构变动' }).click();
  await dialog.getByLabel('更名').check();
  await dialog.getByRole('button', { name: '下一步' }).click();
  await dialog.getByText('请填写新名称').waitFor();
  await dialog.getByLabel('新名称').fill('区人力资源社会保障和医保局');
  await dialog.getByLabel('依据').fill('区机构改革方案');
  await dialog.getByRole('button', { name: '下一步' }).click();
  await dialog.getByText('此操作不能撤回').waitFor();
  await shot(page, 'reorganise-1440');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '确认变动' }).click();
  await dialog.getByText('接着办').waitFor({ timeout: 45_000 });
  await page.keyboard.press('Escape');
  await page
    .getByRole('row')
    .filter({ hasText: 'rsj' })
    .first()
    .getByText('区人力资源社会保障和医保局')
    .first()
    .waitFor();
});

test('a case that stands still is shown in Chinese, set right by choosing a unit, and another is withdrawn after a second question', async () => {
  const engine = connectEngine(product.gatewayAddress);
  const stop = async () => {
    const story = await given.report();
    await standStill(product, engine, story);
    return story;
  };
  // given two cases whose next step has nobody
  const [mended, withdrawn] = [await stop(), await stop()];
  await engine.close();
  const page = await office.at(STAFF.operator);
  await page.goto('/admin');
  const card = page.getByRole('region', { name: '流程故障' });
  const row = (of: typeof mended) => card.getByRole('listitem').filter({ hasText: of.caseNo });
  // then it is told in Chinese what is wrong, without a raw code
  await row(mended).getByText('多半是不知道交给谁办理').waitFor();
  expect(await row(mended).innerText()).not.toContain('EXTRACT_VALUE_ERROR');
  await shot(page, 'incidents-1440');
  await expectAccessible(page);

  await row(mended).getByRole('button', { name: '更正' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('更正为').click();
  await page.keyboard.type('定海路');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('理由').fill('承办单位变量丢失，按派单补回');
  await shot(page, 'incident-mend-1440');
  await dialog.getByRole('button', { name: '更正并重试' }).click();
  await mended.task('contact');

  await page.setViewportSize(PHONE);
  await page.reload();
  await row(withdrawn).getByRole('button', { name: '撤销案件' }).click();
  await dialog.getByLabel('理由').fill('数据损坏，另行建案');
  await dialog.getByRole('button', { name: '撤销案件' }).click();
  await dialog.getByLabel('再次填写案号，确认撤销').fill('别的案号');
  await dialog.getByRole('button', { name: '确认撤销' }).click();
  await dialog.getByText('与要撤销的案件的案号不一致').waitFor();
  await shot(page, 'incident-withdraw-390');
  await dialog.getByLabel('再次填写案号，确认撤销').fill(withdrawn.caseNo);
  await dialog.getByRole('button', { name: '确认撤销' }).click();
  await row(withdrawn).waitFor({ state: 'hidden' });
  await expectNoSidewaysScroll(page);
  expect(await product.rows('select status from cases where case_id = $1', [withdrawn.caseId])).toEqual([
    { status: 'cancelled' },
  ]);
});
