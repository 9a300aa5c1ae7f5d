import { beforeAll, describe, expect, test } from '@jest/globals';
import { Matcher } from '../../core/secret/matcher.ts';
import { answerOf, ofOurs, pathsOf, told } from '../harness/every-question.ts';
import { useProduct } from '../harness/product.ts';
import {
  GENERAL,
  NAMED,
  nameWays,
  numberWays,
  reportedCases,
  TICKET,
  VOLUNTEER,
  WORDS,
  type Played,
} from '../harness/reported-cases.ts';
import { stories, STAFF, type Session } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
let cases: Played[];
let paths: string[];

beforeAll(async () => {
  cases = await reportedCases(product, given);
  paths = await pathsOf(product, await given.session(STAFF.auditor), cases);
}, 240_000);

/** Who asks, and of which of the three cases he sees the whole. */
const ROLES: [who: string, account: string, whole: 'all' | 'none'][] = [
  ['firm of the case', 'firm.chen.liang', 'none'],
  ['its safety officer', 'firm.wan.an', 'none'],
  ['another firm', 'firm.leng.ku', 'none'],
  ['volunteer', VOLUNTEER.account, 'none'],
  ['visitor', 'pei.xunfang', 'none'],
  ['another street', 'zhuang.xinyue', 'none'],
  ['a department', 'min.jichuan', 'none'],
  ['a state-owned group', 'xu.binjiang', 'none'],
  ['callback', STAFF.caller, 'none'],
  ['operator', STAFF.operator, 'none'],
  ['keeper', STAFF.keeper, 'none'],
  ['street that handles it', 'wu.beihai', 'all'],
  ['duty', STAFF.duty, 'all'],
  ['安委办', STAFF.dispatcher, 'all'],
  ['leader', STAFF.leader, 'all'],
  ['auditor', STAFF.auditor, 'all'],
];

describe('no answer tells who reported, nor the report to an outsider', () => {
  test('the questions are many, and the firm gets answers to some', async () => {
    expect(paths.length).toBeGreaterThan(100);
    const firm = await given.session('firm.chen.liang');
    const statuses = await Promise.all(
      paths.map(async (path) => (await answerOf(product, firm, path)).status),
    );
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(15);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
  });

  test.each(ROLES)(
    '%s',
    async (_, account, whole) => {
      const session = await given.session(account);
      const leaks: string[] = [];
      for (const path of paths) {
        const { text } = await answerOf(product, session, path);
        // The register of people, and one's own session, name people as such.
        const identity = path.startsWith('/lookups') ? [] : cases.flatMap(({ secrets }) => secrets.identity);
        const own = account === VOLUNTEER.account;
        const hidden = [
          // She reads her own report; what others reported, and the ticket, stay hidden from her too.
          ...(own
            ? identity.filter(
                (one) => !one.includes(VOLUNTEER.account) && !nameWays(VOLUNTEER.name).includes(one),
              )
            : identity),
          ...(whole === 'none'
            ? own
              ? [TICKET, '打过几次电话', '没有人管']
              : cases.flatMap(({ secrets }) => secrets.report)
            : []),
        ];
        // A search repeats nothing of what was asked for; only the address does, and that is the asker's own.
        // Forms, registers and other people's cases know the words 来源 and 实名 too; of our cases nobody outside may.
        const ours = ofOurs(cases, path, text);
        for (const secret of told(text, hidden))
          if (!GENERAL.includes(secret) || ours.includes(secret)) leaks.push(`${path}: ${secret}`);
      }
      expect(leaks).toEqual([]);
    },
    120_000,
  );

  test('an outsider finds no case by ticket number, words, source or reporter', async () => {
    for (const account of ['firm.chen.liang', 'pei.xunfang', 'xu.binjiang', VOLUNTEER.account]) {
      const session = await given.session(account);
      for (const q of [TICKET, WORDS, WORDS.slice(0, 4), NAMED.reporter, NAMED.reporterPhone, '打过几次电话'])
        expect(await session.get(`/cases?q=${encodeURIComponent(q)}`)).toMatchObject({ items: [] });
    }
    const firm = await given.session('firm.chen.liang');
    expect(
      (await firm.get<{ items: object[] }>(`/cases?q=${encodeURIComponent('有限空间作业')}`)).items,
    ).toHaveLength(1);
  });
});

describe('the firm', () => {
  test('reads of the head whom and what it is about, and what is demanded', async () => {
    const firm = await given.session('firm.chen.liang');
    for (const { story } of cases) {
      const head = await firm.get<Record<string, unknown>>(`/cases/${story.caseId}`);
      expect(head).toMatchObject({
        scope: 'task',
        source: null,
        openedByName: null,
        report: null,
        parentCaseId: null,
      });
      expect((head.facts as { label: string }[]).map(({ label }) => label)).toEqual(['涉及单位', '类别']);
      const task = (head.tasks as { taskId: string; state: string }[]).find(({ state }) => state === 'open')!;
      const opened = await firm.get<{ facts: { label: string }[]; data: Record<string, unknown> }>(
        `/tasks/${task.taskId}`,
      );
      expect(opened.facts.map(({ label }) => label)).toEqual(['涉及单位', '类别', '要求']);
      expect(String(opened.data.order)).toContain(story.world.demand);
    }
  });
});

describe('the volunteer', () => {
  test('reads her own report and the head of her case, and nothing else of it', async () => {
    const [, { story }] = cases as [Played, Played];
    const session = await given.session(VOLUNTEER.account);
    const head = await session.get<Record<string, any>>(`/cases/${story.caseId}`);
    expect(head).toMatchObject({ scope: 'task', tasks: [], documents: [], items: [] });
    expect(JSON.stringify(head.report.rows)).toContain(WORDS);
    for (const part of ['timeline', 'path', 'verdict', 'clocks', 'evidence', 'web', 'export'])
      expect((await session.raw('GET', `/cases/${story.caseId}/${part}`)).status).toBe(403);
    expect(
      (await session.get<{ items: { caseId: string }[] }>('/tasks?view=started')).items.map(
        ({ caseId }) => caseId,
      ),
    ).toContain(story.caseId);
  });

  test('stands in the file under no name; E-D5b looks for hers', async () => {
    const [, { story }] = cases as [Played, Played];
    const auditor = await given.session(STAFF.auditor);
    const head = await auditor.get<{ openedByName: string }>(`/cases/${story.caseId}`);
    expect(head.openedByName).toBe('举报人（身份保密）');
    expect((await story.timeline())[0]!.sentence).toContain('举报人');
    expect((await story.verdict()).of['E-D5b']).toMatchObject({ value: 'green' });
    const colleague = 'pei.xunfang';
    expect((await (await given.session(colleague)).raw('GET', `/cases/${story.caseId}`)).status).toBe(404);
  });
});

describe('who may know', () => {
  test('a keeper finds the cases by number, opens one with a reason, and it stands in his history and in the trail', async () => {
    const keeper = await given.session(STAFF.keeper);
    const [{ story }, volunteers] = cases as [Played, Played];
    const listed = await keeper.get<{ items: object[] }>(`/reporters?q=${encodeURIComponent(story.caseNo)}`);
    expect(listed.items).toEqual([
      { caseId: story.caseId, caseNo: story.caseNo, at: expect.any(String), readings: 0 },
    ]);
    expect(
      await keeper.post(`/cases/${story.caseId}/reporter`, { reason: '核实举报奖励对象' }),
    ).toMatchObject(NAMED);
    expect(
      await keeper.post(`/cases/${volunteers.story.caseId}/reporter`, { reason: '核实举报奖励对象' }),
    ).toMatchObject({ openerName: VOLUNTEER.name });
    const { items } = await keeper.get<{ items: object[] }>('/reporters/readings');
    expect(items).toContainEqual({
      caseNo: story.caseNo,
      reason: '核实举报奖励对象',
      at: expect.any(String),
    });
    expect((await keeper.raw('GET', `/cases/${story.caseId}`)).status).toBe(404);
    expect((await story.timeline()).some(({ act }) => act === 'reporter.revealed')).toBe(true);
    for (const account of [STAFF.leader, STAFF.auditor, 'firm.chen.liang', 'wu.beihai']) {
      const session = await given.session(account);
      expect((await session.raw('GET', '/reporters')).status).toBe(403);
      const body = { reason: '我想知道是谁举报' };
      expect((await session.raw('POST', `/cases/${story.caseId}/reporter`, { body })).status).toBe(403);
    }
  });

  test('who must call reads the telephone in his step, while he holds it', async () => {
    const story = await given.report({ ...NAMED, description: '配电箱没有盖子，雨天打火花很危险' });
    await story.reach('contact');
    const { taskId } = await story.task('contact');
    const body = { reason: '先行联系举报人核实地点' };
    const handler = await given.session('wu.beihai');
    const status = async (session: Session) =>
      (await session.raw('POST', `/tasks/${taskId}/reporter`, { body })).status;
    expect(await status(handler)).toBe(403);
    const { version } = await handler.get<{ version: number }>(`/tasks/${taskId}`);
    await handler.post(`/tasks/${taskId}/claim`, { version });
    expect(await handler.get(`/tasks/${taskId}`)).toMatchObject({ callsReporter: true });
    expect(await handler.post(`/tasks/${taskId}/reporter`, body)).toEqual(NAMED);
    expect(await status(await given.session(STAFF.duty))).toBe(404);
    await story.reach('verify');
    expect(await status(handler)).toBe(403);
    expect((await story.timeline()).filter(({ act }) => act === 'reporter.revealed')).toHaveLength(1);
  });
});

test('the ways looked for are ways the product itself knows', () => {
  const matcher = new Matcher({ names: [NAMED.reporter], numbers: [NAMED.reporterPhone] });
  for (const way of [...nameWays(NAMED.reporter).slice(0, 8), ...numberWays(NAMED.reporterPhone)])
    expect(matcher.finds(way)).toBe(true);
});
