import { describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import {
  choose,
  DESKTOP,
  expectAccessible,
  expectNoSidewaysScroll,
  field,
  freshPhoto,
  PHONE,
  useOffice,
} from '../harness/browser.ts';
import { useProduct } from '../harness/product.ts';
import { stories } from '../harness/story.ts';

jest.setTimeout(120_000);

const product = useProduct();
const given = stories(product);
const office = useOffice(product);

const NAME = '浏览器举报人甲';
const PHONE_NO = '13800009999';
const TEXT = '打磨车间粉尘较大，除尘设备经常不开，只写在草稿里。';

/** Everything the browser keeps, as one text: whoever sits down next can read as much. */
const storages = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const kept: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const open = indexedDB.open(name!);
        open.onsuccess = () => resolve(open.result);
      });
      for (const store of db.objectStoreNames) {
        const all = db.transaction(store).objectStore(store);
        for (const request of [all.getAllKeys(), all.getAll()])
          kept.push(
            await new Promise((resolve) => {
              request.onsuccess = () =>
                resolve(
                  JSON.stringify(request.result, (_, value: unknown) =>
                    value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
                  ),
                );
            }),
          );
      }
      db.close();
    }
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys()) {
        const path = new URL(request.url).pathname;
        kept.push(path, path.startsWith('/api') ? await (await caches.match(request))!.text() : '');
      }
    return JSON.stringify(kept);
  });

async function report(page: Page): Promise<void> {
  await page.goto('/new/hazard-dispatch');
  await choose(page, '匿名', '实名');
  await field(page, '举报人姓名').locator('input').fill(NAME);
  await field(page, '举报人电话').locator('input').fill(PHONE_NO);
  await field(page, '描述').locator('textarea').fill(TEXT);
}

const said = (page: Page) => page.locator('.form-said');
const logOut = (page: Page) => page.getByRole('button', { name: '退出', exact: true }).click();

async function logIn(page: Page, account: string): Promise<void> {
  await page.getByLabel('账号').fill(account);
  await page.getByLabel('密码').fill(product.password);
  await page.getByRole('button', { name: /登\s*录/ }).click();
  await page.locator('.who-name').waitFor();
}

describe('what a browser keeps', () => {
  test('log-out asks for what would be lost, then leaves nothing; the draft is on the server without the reporter', async () => {
    // given a report half typed, with a reporter and a picture that could not be sent
    const page = await office.at('fang.dongliang', DESKTOP, 'field');
    await page.goto('/inbox');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await report(page);
    await said(page)
      .getByText(/草稿已保存 \d\d:\d\d/)
      .waitFor();
    await page.route('**/api/files', (route) => route.abort());
    await page
      .locator('.bh-photo-field input[type=file]')
      .first()
      .setInputFiles({ name: '现场甲.jpg', mimeType: 'image/jpeg', buffer: await freshPhoto() });
    await page.getByText('没有网络，已存在本机').first().waitFor();
    // then nobody can read it in the storages even now, and the reporter is in none
    const before = await storages(page);
    expect(before).toContain('bihuan.draft.fang.dongliang');
    for (const secret of [NAME, PHONE_NO, TEXT, '现场甲', 'JFIF']) expect(before).not.toContain(secret);

    // when he logs out
    await logOut(page);
    await page
      .locator('.ant-modal-confirm-title', {
        hasText: '有 1 个文件尚未保存到服务器，1 份表单里的举报人信息尚未提交',
      })
      .waitFor();
    await page.getByRole('button', { name: /返\s*回/ }).click();
    await logOut(page);
    await page.getByRole('button', { name: '仍要退出' }).click();
    await page.getByLabel('账号').waitFor();
    // then
    const after = await storages(page);
    for (const trace of ['bihuan.draft', 'bihuan.me', 'fang.dongliang', '/api/', NAME, PHONE_NO])
      expect(after).not.toContain(trace);

    // another account sees none of it
    await logIn(page, 'mei.siqi');
    await page.goto('/new/hazard-dispatch');
    await field(page, '描述').locator('textarea').waitFor();
    expect(await field(page, '描述').locator('textarea').inputValue()).toBe('');
    await logOut(page);
    // the same person goes on from the server
    await logIn(page, 'fang.dongliang');
    await page.goto('/new/hazard-dispatch');
    await page.getByText('已恢复草稿').waitFor();
    expect(await field(page, '描述').locator('textarea').inputValue()).toBe(TEXT);
    expect(await field(page, '举报人姓名').locator('input').inputValue()).toBe('');
    const rows = await product.rows<{ data: unknown }>(
      `select data from start_draft where account = 'fang.dongliang'`,
    );
    expect(JSON.stringify(rows)).not.toMatch(/浏览器举报人甲|13800009999/);
    // and is rid of it when he wants to
    await page.getByRole('button', { name: '清空重填' }).click();
    await page.locator('.ant-popconfirm').getByRole('button', { name: '清空重填' }).click();
    await page.getByText('已恢复草稿').waitFor({ state: 'detached' });
    expect(await field(page, '描述').locator('textarea').inputValue()).toBe('');
  });

  test('an expired session leaves nothing readable, and the last words for the same person only', async () => {
    const page = await office.at('mei.siqi', PHONE);
    await report(page);
    await said(page)
      .getByText(/草稿已保存/)
      .waitFor();
    // when the session ends while she writes on
    await page.context().clearCookies();
    await field(page, '描述').locator('textarea').fill(`${TEXT}最后一句。`);
    await page.getByText('登录已过期').waitFor();
    // then
    const kept = await storages(page);
    expect(kept).toContain('bihuan.draft.mei.siqi');
    for (const trace of ['draft-key', 'bihuan.me', NAME, PHONE_NO, TEXT]) expect(kept).not.toContain(trace);
    expect(await field(page, '描述').locator('textarea').isVisible()).toBe(false);
    // somebody else logs in at this computer
    await page.getByRole('button', { name: '换账号登录' }).click();
    await logIn(page, 'fang.dongliang');
    await page.goto('/new/hazard-dispatch');
    await field(page, '描述').locator('textarea').waitFor();
    expect(await field(page, '描述').locator('textarea').inputValue()).not.toContain('最后一句');
    await logOut(page);
    // she comes back
    await logIn(page, 'mei.siqi');
    await page.goto('/new/hazard-dispatch');
    await page.getByText(/已恢复本机/).waitFor();
    expect(await field(page, '描述').locator('textarea').inputValue()).toBe(`${TEXT}最后一句。`);
    await expectNoSidewaysScroll(page);
  });
});

describe('the draft of a task', () => {
  async function accepted(): Promise<string> {
    const story = await given.report();
    return (await story.task('accept')).taskId;
  }
  const stored = (taskId: string) =>
    product.rows<{ account: string; data: Record<string, unknown> }>(
      'select account, data from task_draft where task_id = $1',
      [taskId],
    );

  test('begins with a hand on the form, says so when it is not saved, and is then saved by itself or by a click', async () => {
    const taskId = await accepted();
    const page = await office.at('gu.xinlan');
    await page.goto(`/tasks/${taskId}`);
    await page.getByRole('button', { name: '认领', exact: true }).click();
    await page.locator('.fjs-form').waitFor();
    await page.waitForTimeout(4500);
    expect(await stored(taskId)).toEqual([]);
    // when the server is away
    await page.route('**/draft', (route) => route.abort());
    await choose(page, '受理结果', '不受理');
    await said(page)
      .getByText(/没有网络，草稿暂存本机/)
      .waitFor();
    expect(await stored(taskId)).toEqual([]);
    await page.unroute('**/draft');
    await page.getByRole('button', { name: '再存一次' }).click();
    await said(page)
      .getByText(/草稿已保存/)
      .waitFor();
    expect(await stored(taskId)).toMatchObject([{ account: 'gu.xinlan', data: { decision: 'reject' } }]);
    await page.reload();
    await page.locator('.fjs-form').waitFor();
    expect(await page.getByText('已恢复本机').count()).toBe(0);
  });

  test('in two tabs is no silent loss: the later one is told, and either text can be had', async () => {
    const taskId = await accepted();
    const first = await office.at('gu.xinlan');
    await first.goto(`/tasks/${taskId}`);
    await first.getByRole('button', { name: '认领', exact: true }).click();
    await first.locator('.fjs-form').waitFor();
    const second = await first.context().newPage();
    await second.goto(`/tasks/${taskId}`);
    await second.locator('.fjs-form').waitFor();
    await choose(first, '受理结果', '不受理');
    await said(first)
      .getByText(/草稿已保存/)
      .waitFor();
    await choose(second, '受理结果', '受理');
    await second.getByText('两份都还在').waitFor();
    expect(await stored(taskId)).toMatchObject([{ data: { decision: 'reject' } }]);
    await expectAccessible(second);
    await second.getByRole('button', { name: '改用那一份' }).click();
    await second.getByRole('button', { name: '换回本页原来写的' }).click();
    await said(second)
      .getByText(/草稿已保存/)
      .waitFor();
    expect(await stored(taskId)).toMatchObject([{ data: { decision: 'accept' } }]);
  });

  test('is offered to the next one after 退回认领, by the name of who wrote it', async () => {
    const taskId = await accepted();
    const page = await office.at('gu.xinlan');
    await page.goto(`/tasks/${taskId}`);
    await page.getByRole('button', { name: '认领', exact: true }).click();
    await choose(page, '受理结果', '不受理');
    await page.getByRole('button', { name: '退回认领' }).click();
    await page.waitForURL(/inbox/);
    const [colleague] = await product.rows<{ account: string }>(
      `select m.account from membership m join person p using (account) where m.grp = 'awb' and m.until_at is null and p.active and m.account <> 'gu.xinlan' limit 1`,
    );
    const next = await office.at(colleague!.account, PHONE);
    await next.goto(`/tasks/${taskId}`);
    await next.getByRole('button', { name: '认领', exact: true }).click();
    await next.getByText(/顾欣岚 留下的草稿/).waitFor();
    await expectNoSidewaysScroll(next);
    await next.getByRole('button', { name: /接\s*用/ }).click();
    await next.getByText(/顾欣岚 留下的草稿/).waitFor({ state: 'detached' });
    expect(await field(next, '受理结果').getByLabel('不受理', { exact: true }).isChecked()).toBe(true);
  });
});
