import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { expectNoSidewaysScroll, field, PHONE, useOffice, shot } from '../harness/browser.ts';
import { useProduct } from '../harness/product.ts';
import { stories, type Story } from '../harness/story.ts';

jest.setTimeout(120_000);

const product = useProduct();
const given = stories(product);
const office = useOffice(product);

const HERE = { latitude: 31.2734567, longitude: 121.5632198, accuracy: 12 };

describe('到场打卡', () => {
  let story: Story;
  let task: { taskId: string };
  let account: string;
  beforeAll(async () => {
    await given.workingMorning();
    story = await given.report();
    task = await story.reach('recheck');
    account = await story.someoneFor(task as never);
  });

  /** A phone whose clock is three days slow and that counts how often it is asked where it is. */
  async function phone(prepare: (context: BrowserContext) => Promise<void>): Promise<Page> {
    const page = await office.at(account, PHONE);
    await prepare(page.context());
    await page.addInitScript(() => {
      const slow = -3 * 86_400_000;
      const Real = Date;
      class Slow extends Real {
        constructor(...parts: unknown[]) {
          if (parts.length === 0) super(Real.now() + slow);
          else super(...(parts as [string]));
        }
        static override now = () => Real.now() + slow;
      }
      globalThis.Date = Slow as DateConstructor;
      const asked = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
      Object.assign(globalThis, { asked: 0 });
      navigator.geolocation.getCurrentPosition = (...how) => {
        (globalThis as unknown as { asked: number }).asked += 1;
        return asked(...how);
      };
    });
    await page.goto(`/tasks/${task.taskId}`);
    return page;
  }
  const timesAsked = (page: Page) => page.evaluate(() => (globalThis as unknown as { asked: number }).asked);
  const filled = async (page: Page) => ({
    time: await field(page, '复查时间').locator('input').inputValue(),
    address: await field(page, '复查地点').locator('input').inputValue(),
    point: /\d+\.\d{5}, \d+\.\d{5}/.test(await field(page, '复查地点').innerText()),
  });
  const NOTHING = { time: '', address: '', point: false };
  const press = (page: Page) => page.getByRole('button', { name: '到场打卡' }).click();
  const saved = async (page: Page) => {
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.getByText(/已保存|已存/).first().waitFor(); // prettier-ignore
    const session = await given.session(account);
    const { data } = await session.get<{ data: { checkedAt?: string; place?: object } }>(
      `/tasks/${task.taskId}`,
    );
    return data;
  };

  test('where the position is refused, opening fills and asks nothing; the press keeps the time and says what to do', async () => {
    const page = await phone((context) => context.clearPermissions());
    await page.getByRole('button', { name: '认领', exact: true }).click();
    await page.getByRole('button', { name: '到场打卡' }).waitFor();
    expect([await timesAsked(page), await filled(page)]).toEqual([0, NOTHING]);

    await press(page);

    await field(page, '复查地点')
      .getByText(/已记录到场时间。.*直接填写地址/)
      .waitFor();
    await shot(page, 'check-in-refused-390', false);
    await expectNoSidewaysScroll(page);
    const { time, ...place } = await filled(page);
    expect([await timesAsked(page), place]).toEqual([1, { address: '', point: false }]);
    expect(time).not.toBe('');
    const { checkedAt, place: stored } = await saved(page);
    expect(stored ?? null).toBeNull();
    // The time is the installation's, whatever the clock of the phone says.
    expect(Math.abs(Date.parse(checkedAt!) - (await given.now()).getTime())).toBeLessThan(60_000);
    // and once there is a time there is no second arrival
    expect(await page.getByRole('button', { name: '到场打卡' }).count()).toBe(0);
  });

  test('where it is granted, the press keeps the place of the device and the time of the installation', async () => {
    await (await given.session(account)).raw('DELETE', `/tasks/${task.taskId}/draft`);
    const page = await phone(async (context) => {
      await context.grantPermissions(['geolocation']);
      await context.setGeolocation(HERE);
    });
    await page.getByRole('button', { name: '到场打卡' }).waitFor();
    expect([await timesAsked(page), await filled(page)]).toEqual([0, NOTHING]);

    await press(page);

    await field(page, '复查地点').getByText('已打卡定位，精度约 12 米，请补充地址').waitFor();
    await shot(page, 'check-in-granted-390', false);
    expect(await timesAsked(page)).toBe(1);
    const { checkedAt, place } = await saved(page);
    expect(place).toEqual({ lat: 31.273457, lng: 121.56322 });
    expect(Math.abs(Date.parse(checkedAt!) - (await given.now()).getTime())).toBeLessThan(60_000);
  });
});
