import { beforeAll, describe, expect, test } from '@jest/globals';
import { openByHand } from '../../bin/demo/hazard-dispatch/opening.ts';
import { Matcher } from '../../core/secret/matcher.ts';
import { useProduct } from '../harness/product.ts';
import { stories, Story, STAFF, type Session } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);

const VOLUNTEER = { account: 'zhu.yuanzhi', name: '祝愿之' };
const NAMED = { reporter: '欧阳晓明', reporterPhone: '13987654321' };
const TICKET = 'T20261128ABCD';
/** Stands in every report and in no form, so that wherever it is found the report was quoted. */
const WORDS = '绿豆汤味的机油淌到楼道里';

/** Words of the head of a reported case that an outsider does not read. */
const GENERAL = [
  '来信',
  '"source":"12345"',
  '"source":"志愿者"',
  '"label":"来源"',
  '外部工单号',
  '实名',
  '匿名',
];

/** Ten ways of writing a name, ten of a number: what is looked for in every answer. */
const nameWays = (name: string) => [
  ...[
    name,
    [...name].join(' '),
    [...name].join('　'),
    [...name].join('·'),
    [...name].join('\u200b'),
    [...name].join('\n'),
  ],
  ...[[...name].join('-'), `${name.slice(0, 2)} ${name.slice(2)}`, encodeURIComponent(name), escape(name)],
];
const numberWays = (phone: string) => {
  const [a, b, c] = [phone.slice(0, 3), phone.slice(3, 7), phone.slice(7)];
  const wide = phone.replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
  const chinese = phone.replace(/\d/g, (d) => '〇一二三四五六七八九'[Number(d)]!);
  return [phone, `${a} ${b} ${c}`, `${a}-${b}-${c}`, `+86${phone}`, `+86 ${a} ${b} ${c}`, `0086-${phone}`, wide, chinese, `${a}.${b}.${c}`, [...phone].join(' ')]; // prettier-ignore
};

/** What of a case may not be told, by whom it would give away. */
interface Secrets {
  /** To nobody at any page: name, telephone, and who opened it as its reporter. */
  identity: string[];
  /** To nobody who does not see the whole case: where it came from, and its words. */
  report: string[];
}
interface Played {
  how: string;
  story: Story;
  secrets: Secrets;
}

const told = (answer: string, secrets: string[]): string[] => {
  const plain = answer.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return secrets.filter((secret) => answer.includes(secret) || plain.includes(secret));
};

/** Every GET of the contract with the ids of a case put in, and the searches a curious person would try. */
async function pathsOf(cases: Played[]): Promise<string[]> {
  const auditor = await given.session(STAFF.auditor);
  const { paths } = await auditor.get<{ paths: Record<string, object> }>('/openapi.json');
  const ids = await idsOf(cases.map(({ story }) => story.caseId));
  const found = new Set<string>();
  for (const [path, methods] of Object.entries(paths)) {
    if (!('get' in methods) || /events|operator|session|healthz|metrics/.test(path)) continue;
    for (const filled of fill(path.replace(/^\/api/, ''), ids)) found.add(filled);
  }
  const searches = [
    TICKET,
    WORDS,
    WORDS.slice(0, 6),
    NAMED.reporter,
    NAMED.reporterPhone,
    VOLUNTEER.name,
    '12345',
    '志愿者',
  ];
  for (const q of searches)
    for (const list of ['/cases', '/tasks', '/tasks?view=done', '/tasks?view=started'])
      found.add(`${list}${list.includes('?') ? '&' : '?'}q=${encodeURIComponent(q)}`);
  for (const view of ['done', 'started']) found.add(`/tasks?view=${view}`);
  for (const { clockId, caseId } of ids.clocks)
    found.add(`/cases/${caseId}/extensions/form?clockId=${clockId}`);
  return [...found];
}

type Ids = Awaited<ReturnType<typeof idsOf>>;
async function idsOf(caseIds: string[]) {
  const of = async (sql: string) => (await product.rows<{ id: string }>(sql, [caseIds])).map(({ id }) => id);
  return {
    caseId: caseIds,
    taskId: await of('select task_id as id from task where case_id = any($1)'),
    docId: await of('select doc_id as id from document where case_id = any($1)'),
    itemId: await of('select item_id as id from item where case_id = any($1)'),
    sha256: await of('select distinct sha256 as id from evidence where case_id = any($1)'),
    elementId: ['wait-lead'],
    process: ['hazard-dispatch', 'warning-talk'],
    name: ['measures', 'duties', 'experts', 'scores'],
    clocks: await product.rows<{ clockId: string; caseId: string }>(
      'select clock_id as "clockId", case_id as "caseId" from clock where case_id = any($1)', [caseIds]), // prettier-ignore
  };
}

/** Every combination of ids for the parameters of a path; a parameter nobody knows is left out with its path. */
function fill(path: string, ids: Ids): string[] {
  const name = /\{(\w+)\}|:(\w+)/.exec(path);
  if (name === null) return [path];
  const values = (ids as unknown as Record<string, string[] | undefined>)[name[1] ?? name[2]!];
  return (values ?? []).flatMap((value) => fill(path.replace(name[0], value), ids));
}

/** The text of an answer, headers (file names) included; of papers what they say, as their bytes are compressed. */
async function answerOf(session: Session, path: string): Promise<{ status: number; text: string }> {
  const answer = await session.raw('GET', path);
  const type = answer.headers.get('content-type') ?? '';
  const headers = [...answer.headers].map(([key, value]) => `${key}: ${decodeURIComponent(value.replace(/%(?![0-9a-f]{2})/gi, '%25'))}`).join('\n'); // prettier-ignore
  const body = /json|text|xml/.test(type) ? await answer.text() : (await answer.arrayBuffer(), '');
  const doc = /^\/documents\/([0-9a-f-]{36})\/pdf/.exec(path)?.[1];
  return {
    status: answer.status,
    text: `${headers}\n${body}${doc && answer.ok ? await paperText(doc) : ''}`,
  };
}

async function paperText(docId: string): Promise<string> {
  const [paper] = await product.rows(
    `select d.title, d.data, d.body, d.recipient, s.data as said from document d
     left join submission s on s.task_id = d.task_id and d.way = 'form' where d.doc_id = $1`, [docId]); // prettier-ignore
  return JSON.stringify(paper);
}

/** What an answer says of our three cases: of a list their rows, of a form or register nothing, of anything else all. */
function ofOurs(path: string, text: string): string {
  if (/start-form$|^\/registers|^\/lookups/.test(path)) return '';
  if (!/^\/(cases|tasks)(\?|$)/.test(path)) return text;
  const { items } = JSON.parse(text.slice(text.indexOf('\n{') + 1)) as { items: { caseId: string }[] };
  return JSON.stringify(items.filter((row) => cases.some(({ story }) => story.caseId === row.caseId)));
}

let cases: Played[];
let paths: string[];

beforeAll(async () => {
  const base = await given.report({ ...NAMED, description: `${WORDS}，已经一个星期没有人管` });
  const volunteers = await openByHand(
    product.api,
    {
      source: '志愿者',
      anonymous: 'yes',
      object: { uscc: base.world.firm!, name: '上海沪舟精密铸件(虚构)有限公司' },
      place: { ...base.world.place, address: `${base.world.place.address}志愿` },
      category: '有限空间作业',
      description: `${WORDS}，志愿者巡查时看到`,
      urgency: 'normal',
      deathInvolved: 'no',
    },
    VOLUNTEER.account,
  );
  const pushed = await given.ticket({
    ticketNo: TICKET,
    category: '燃气',
    ...NAMED,
    description: `${WORDS}，打过几次电话`,
  });
  const identity = [...nameWays(NAMED.reporter), ...numberWays(NAMED.reporterPhone)];
  const report = [
    WORDS,
    WORDS.slice(0, 8),
    '来信',
    '"source":"12345"',
    '"label":"来源"',
    '外部工单号',
    '实名',
  ];
  cases = [
    { how: 'the duty desk', story: base, secrets: { identity, report } },
    {
      how: 'a volunteer',
      story: new Story(product, volunteers, base.world),
      secrets: {
        identity: [...nameWays(VOLUNTEER.name), VOLUNTEER.account],
        report,
      },
    },
    { how: '12345', story: pushed, secrets: { identity, report: [...report, TICKET] } },
  ];
  for (const { story } of cases) await story.reach('rectify');
  paths = await pathsOf(cases);
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
    const statuses = await Promise.all(paths.map(async (path) => (await answerOf(firm, path)).status));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(15);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
  });

  test.each(ROLES)(
    '%s',
    async (_, account, whole) => {
      const session = await given.session(account);
      const leaks: string[] = [];
      for (const path of paths) {
        const { text } = await answerOf(session, path);
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
        const ours = ofOurs(path, text);
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
