import { beforeAll, describe, expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF, type Story } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);

/** One account for every group, and what the group may do with a case of 定海路街道 that waits for its recheck. */
const PEOPLE: Record<
  string,
  {
    account: string;
    sees: 'file' | 'export' | 'head' | 'nothing';
    creates?: true;
    operates?: true;
    uploads?: false;
  }
> = {
  awb: { account: STAFF.dispatcher, sees: 'export', creates: true },
  duty: { account: STAFF.duty, sees: 'file', creates: true },
  lead: { account: STAFF.leader, sees: 'export' },
  auditor: { account: STAFF.auditor, sees: 'export', uploads: false },
  'street of the case': { account: 'wu.beihai', sees: 'file', creates: true },
  'another street': { account: 'zhuang.xinyue', sees: 'nothing', creates: true },
  'a department': { account: 'min.jichuan', sees: 'nothing' },
  'a state-owned group': { account: 'xu.binjiang', sees: 'nothing' },
  clerk: { account: STAFF.clerk, sees: 'file' },
  'firm of the case': { account: 'firm.chen.liang', sees: 'head' },
  'another firm': { account: 'firm.leng.ku', sees: 'nothing' },
  gov: { account: STAFF.district, sees: 'nothing' },
  enf: { account: STAFF.officer, sees: 'nothing' },
  legal: { account: 'wei.mozhou', sees: 'nothing' },
  finance: { account: 'bao.yuhang', sees: 'nothing' },
  vault: { account: STAFF.keeper, sees: 'nothing' },
  callback: { account: STAFF.caller, sees: 'nothing' },
  disaster: { account: 'long.jiayu', sees: 'nothing' },
  expert: { account: STAFF.expert, sees: 'nothing' },
  visitor: { account: 'pei.xunfang', sees: 'nothing', creates: true },
  volunteer: { account: 'zhu.yuanzhi', sees: 'nothing', creates: true },
  disc: { account: 'xiang.qinghe', sees: 'nothing' },
  police: { account: 'sheng.hailiang', sees: 'nothing' },
  'process-admin': { account: 'hua.yunqi', sees: 'nothing' },
  sysadmin: { account: STAFF.operator, sees: 'nothing', operates: true, uploads: false },
  secadmin: { account: 'zhang.shouyi', sees: 'nothing', uploads: false },
  auditadmin: { account: 'jian.ruoshui', sees: 'nothing', uploads: false },
};

const OPEN_TO_ALL = [
  '/session',
  '/tasks',
  '/tasks?view=done',
  '/tasks?view=started',
  '/tasks/counts',
  '/cases',
  '/lookups/units',
  '/lookups/people',
  '/lookups/firms',
  '/lookups/categories',
  '/lookups/articles',
  '/lookups/processes',
];
const OF_THE_OPERATOR = [
  '/operator/health',
  '/operator/incidents',
  '/operator/fsck',
  '/operator/triggers',
  '/operator/alarms',
];
const OF_THE_FILE = ['/timeline', '/path', '/verdict', '/clocks', '/evidence', '/web'];

describe('role × endpoint', () => {
  let story: Story;
  beforeAll(async () => {
    story = await given.report();
    await story.reach('recheck');
  }, 60_000);

  test.each(Object.entries(PEOPLE))('%s', async (_, { account, sees, creates, operates, uploads }) => {
    const session = await given.session(account);
    const status = async (path: string) => (await session.raw('GET', path)).status;
    const expected: Record<string, number> = Object.fromEntries(OPEN_TO_ALL.map((path) => [path, 200]));
    for (const path of OF_THE_OPERATOR) expected[path] = operates ? 200 : 403;
    expected['/processes/hazard-dispatch/start-form'] = creates ? 200 : 403;
    const at = `/cases/${story.caseId}`;
    const inside = { export: 200, file: 200, head: 403, nothing: 404 }[sees];
    expected[at] = sees === 'nothing' ? 404 : 200;
    for (const part of OF_THE_FILE) expected[at + part] = inside;
    expected[`${at}/export`] = { export: 200, file: 403, head: 403, nothing: 404 }[sees];

    const found: Record<string, number> = {};
    for (const path of Object.keys(expected)) found[path] = await status(path);
    expect(found).toEqual(expected);

    const post = async (path: string, body: unknown) =>
      (await session.raw('POST', path, { body, headers: { 'idempotency-key': 'roles-test-1' } })).status;
    expect({
      create: await post('/cases/hazard-dispatch', { data: {} }),
      upload: (await session.raw('POST', '/files', { form: new FormData() })).status,
      clock: await post('/operator/clock', {}),
      outbox: await post('/operator/outbox/0/retry', {}),
      incident: await post('/operator/incidents/0/retry', {}),
    }).toEqual({
      create: creates ? 400 : 403,
      upload: uploads === false ? 403 : 400,
      clock: operates ? 400 : 403,
      outbox: operates ? 202 : 403,
      incident: operates ? 404 : 403,
    });
  });

  test('an administrator sees no business data: no case in any list', async () => {
    for (const account of [STAFF.operator, 'zhang.shouyi', 'jian.ruoshui', 'hua.yunqi']) {
      const session = await given.session(account);
      expect(await session.get('/cases')).toMatchObject({ items: [], total: { count: 0 } });
      expect(await session.get('/tasks')).toMatchObject({ items: [] });
    }
  });
});
