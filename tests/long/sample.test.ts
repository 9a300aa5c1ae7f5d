import { describe, expect, jest, test } from '@jest/globals';
import { openApi } from '../../bin/demo/client.ts';
import { SAMPLES } from '../../bin/demo/sample/plan.ts';
import { showSample } from '../../bin/demo/sample/command.ts';
import type { SampleAnswer } from '../../web/sample/progress.ts';
import { useDemoProduct } from '../harness/demo-product.ts';

const demo = useDemoProduct();
jest.setTimeout(600_000);

/** A callback three days after the answer, a talk three working days after its notice: with a weekend between. */
const MOST_HOURS = 8 * 24;

interface Row {
  caseId: string;
  process: string;
  status: string;
  verdict: string | null;
  light: string | null;
  waitingFor: string[];
}

const all = async (path: string, account = 'dong.jiancheng'): Promise<Row[]> => {
  const session = await openApi(demo.url, demo.password).as(account);
  const found: Row[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: { items: Row[]; next: string | null } = await session.get(
      `${path}${path.includes('?') ? '&' : '?'}limit=100${next ? `&cursor=${encodeURIComponent(next)}` : ''}`,
    );
    found.push(...page.items);
    next = page.next;
  }
  return found;
};

describe('the sample cases of a demo', () => {
  let seen: SampleAnswer;

  test('are played, each to where it should be, and the clock goes once and no further than needed', async () => {
    const lines: string[] = [];
    seen = await showSample({ ...demo, temporary: false, close: () => Promise.resolve() } as never, (line) =>
      lines.push(line),
    );
    expect(seen.failed).toEqual([]);
    expect(seen).toMatchObject({ state: 'done', total: SAMPLES.length, over: SAMPLES.length, empty: false });
    expect(SAMPLES.length).toBeGreaterThanOrEqual(30);
    expect(seen.movedHours).toBeGreaterThan(72);
    expect(seen.movedHours).toBeLessThan(MOST_HOURS);
    expect(lines.at(-1)).toContain(seen.sealed!.caseNo);
  });

  test('show every process and every state a case can be in', async () => {
    const cases = await all('/cases');
    expect(new Set(cases.map(({ process }) => process))).toEqual(
      new Set(['hazard-dispatch', 'patrol-inspection', 'warning-talk', 'supervise-notice']),
    );
    const sealed = cases.filter(({ status }) => status === 'sealed');
    expect(sealed.length).toBeGreaterThanOrEqual(6);
    expect(sealed.filter(({ verdict }) => verdict === 'green').length).toBeGreaterThanOrEqual(4);
    expect(cases.some(({ verdict, status }) => verdict === 'red' && status === 'open')).toBe(true);
    for (const light of ['green', 'yellow', 'red'])
      expect([light, cases.some((one) => one.light === light)]).toEqual([light, true]);
    const steps = new Set(cases.flatMap(({ waitingFor }) => waitingFor));
    expect(steps.size).toBeGreaterThanOrEqual(15);
  });

  test('leave something to do at every desk of the role cards', async () => {
    for (const account of [
      'mei.siqi',
      'gu.xinlan',
      'wu.beihai',
      'min.jichuan',
      'firm.chen.liang',
      'jian.gongwei',
      'pan.yichen',
      'he.zhengyan',
    ])
      // prettier-ignore
      expect([account, (await all('/tasks?view=todo', account)).length > 0]).toEqual([account, true]);
  });

  test('climb the ladder where they are late', async () => {
    const session = await openApi(demo.url, demo.password).as('dong.jiancheng');
    const late = (await all('/cases?overdue=true')).slice(0, 20);
    const levels: number[] = [];
    for (const { caseId } of late) {
      const { escalations } = await session.get<{ escalations: { levels: { level: number }[] }[] }>(
        `/cases/${caseId}`,
      );
      levels.push(...escalations.flatMap((one) => one.levels.map(({ level }) => level)));
    }
    expect(Math.max(...levels)).toBeGreaterThanOrEqual(2);
  });

  test('are not begun a second time while a run is under way', async () => {
    const session = await openApi(demo.url, demo.password).as('mei.siqi');
    expect((await session.raw('POST', '/demo/sample', { body: {} })).status).toBe(202);
    expect((await session.raw('POST', '/demo/sample', { body: {} })).status).toBe(409);
    expect((await session.raw('DELETE', '/demo/sample')).status).toBe(200);
    for (;;) {
      const { state } = await session.get<SampleAnswer>('/demo/sample');
      if (state !== 'running') return expect(state).toBe('cancelled');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  });
});
