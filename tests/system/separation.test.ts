import { describe, expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF, type Story } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);

/** A case of 定海路街道 with an item under rectification; 平凉路街道 has nothing to do with it. */
const STRANGER = 'zhuang.xinyue';
const HANDLER = 'wu.beihai';
const OTHER_FIRM = 'firm.qian.jin';

describe('separation of duties', () => {
  test('who rectified cannot recheck, by the API or on the page; the task stays open for others', async () => {
    const story = await given.report({}, { firm: null });
    const recheck = await story.reach('recheck');
    expect(story.doneBy('rectify')).toBe(HANDLER);

    const session = await given.session(HANDLER);
    const page = await session.get<{
      blocked: { rule: string; title: string } | null;
      claimable: boolean;
      version: number;
    }>(`/tasks/${recheck.taskId}`);
    const refused = await story.refusal(recheck);
    const claim = await session.raw('POST', `/tasks/${recheck.taskId}/claim`, {
      body: { version: page.version },
    });
    const draft = await session.raw('POST', `/tasks/${recheck.taskId}/draft`, {
      body: { version: page.version, data: {} },
    });

    expect(page).toMatchObject({ blocked: { rule: 'C3 人员分离' }, claimable: false });
    expect(refused).toMatchObject({ status: 403, rule: 'C3 人员分离' });
    expect(refused.title).toContain('整改');
    expect([claim.status, draft.status]).toEqual([403, 403]);
    expect((await story.tasksOf('recheck'))[0]).toMatchObject({ state: 'open' });
  });

  test('who asks for a longer time cannot grant it to himself', async () => {
    const story = await given.report();
    await story.reach('take');
    const returned = {
      form: {
        decision: 'return',
        officer: undefined,
        needExpert: undefined,
        reason: '其他',
        basis: '没有相应的专业力量,无法核查。',
        suggestUnit: 'yjj-aqjg',
      },
    };
    await story.perform('take', returned);
    await story.perform('rule');
    await story.perform('take', returned);
    await story.task('assign');
    const { clockId } = (await story.clocks()).findLast(
      ({ key, state }) => key === 'hazard.rule' && state === 'open',
    )!;
    const leader = await given.session(STAFF.deputy);
    const { sha256 } = await leader.upload(
      await (await import('../../bin/demo/pictures.ts')).scan(),
      '说明.png',
    );
    await leader.post(`/cases/${story.caseId}/extensions`, {
      clockId,
      data: {
        days: 1,
        reason: '两家单位职责交叉,需要再听取一次意见后决定。',
        safety: '指定期间由街道先行看护现场。',
        files: [{ sha256, name: '说明.png' }],
        applicant: STAFF.deputy,
      },
    });

    const refused = await story.refusal('decide', { as: STAFF.deputy, form: { grantedDays: 1 } });

    expect(refused).toMatchObject({ status: 403, rule: 'C3 人员分离' });
    await story.perform('decide', { as: STAFF.leader, form: { grantedDays: 1 } });
  });
});

describe('units', () => {
  let story: Story;
  test('another unit cannot see the case in list, search or count', async () => {
    story = await given.report();
    await story.reach('recheck');
    const stranger = await given.session(STRANGER);
    const handler = await given.session(HANDLER);
    const search = `/cases?q=${encodeURIComponent(story.caseNo)}`;
    type List = { items: { caseId: string }[]; total: { count: number } };

    expect((await handler.get<List>(search)).total.count).toBe(1);
    for (const account of [STRANGER, OTHER_FIRM]) {
      const found = await (await given.session(account)).get<List>(search);
      expect(found).toMatchObject({ items: [], total: { count: 0, capped: false } });
    }
    const all = await stranger.get<List>('/cases?limit=100');
    expect(all.items.map(({ caseId }) => caseId)).not.toContain(story.caseId);
    const inbox = await stranger.get<{ items: { caseId: string }[] }>('/tasks?limit=100');
    expect(inbox.items.map(({ caseId }) => caseId)).not.toContain(story.caseId);
  });

  test('every address of it answers another unit 404, in the words of a case that does not exist', async () => {
    const seen = await story.seen();
    const task = await story.task('recheck');
    const { clockId } = (await story.clocks())[0]!;
    const photo = (
      await product.rows<{ sha256: string }>('select sha256 from evidence where case_id = $1 limit 1', [
        story.caseId,
      ])
    )[0]!.sha256;
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const at = (
      caseId: string,
      taskId: string,
      docId: string,
      itemId: string,
      sha256: string,
    ): [string, string, unknown?][] => [
      ...['', '/timeline', '/path', '/verdict', '/clocks', '/evidence', '/export'].map(
        (part): [string, string] => ['GET', `/cases/${caseId}${part}`],
      ),
      ['GET', `/cases/${caseId}/extensions/form?clockId=${clockId}`],
      ['POST', `/cases/${caseId}/extensions`, { clockId, data: {} }],
      ['GET', `/cases/${caseId}/items/${itemId}/merge-targets`],
      ['POST', `/cases/${caseId}/items/${itemId}/merge`, { mergedInto: nowhere }],
      [
        'POST',
        `/cases/${caseId}/items/${itemId}/transfer`,
        { receiver: 'pingliang', reason: '属于本街道辖区,由本街道接手。' },
      ],
      ['GET', `/tasks/${taskId}`],
      ['POST', `/tasks/${taskId}/claim`, { version: 1 }],
      ['POST', `/tasks/${taskId}/draft`, { version: 1, data: {} }],
      ['POST', `/tasks/${taskId}/submit`, { version: 1, data: {} }],
      ['GET', `/documents/${docId}/pdf`],
      ['GET', `/files/${sha256}`],
    ];
    const real = at(story.caseId, task.taskId, seen.documents[0]!.docId, seen.items[0]!.itemId, photo);
    const none = at(nowhere, nowhere, nowhere, nowhere, 'f'.repeat(64));
    for (const account of [STRANGER, OTHER_FIRM]) {
      const session = await given.session(account);
      for (const [i, [method, path, body]] of real.entries()) {
        const one = await session.raw(method, path, { body });
        const [, nothing, same] = none[i]!;
        const other = await session.raw(method, nothing, { body: same });
        expect([path, one.status]).toEqual([path, 404]);
        expect(await one.json()).toEqual(await other.json());
      }
    }
  });

  test('the firm sees the head of its case and its own task, and nothing of the file', async () => {
    const firm = await given.session('firm.chen.liang');
    const head = await firm.get<{
      scope: string;
      tasks: { elementId: string }[];
      documents: unknown[];
      items: unknown[];
    }>(`/cases/${story.caseId}`);
    expect(head).toMatchObject({ scope: 'task', documents: [], items: [] });
    expect(new Set(head.tasks.map(({ elementId }) => elementId))).toEqual(new Set(['receipt', 'rectify']));
    for (const part of ['timeline', 'path', 'verdict', 'clocks', 'evidence', 'export'])
      expect([part, (await firm.raw('GET', `/cases/${story.caseId}/${part}`)).status]).toEqual([part, 403]);
  });

  test('who reported is shown to the two keepers only, each look with a reason leaves a row', async () => {
    const told = await given.ticket();
    await told.task('accept');
    const awb = await given.session(STAFF.dispatcher);
    expect(JSON.stringify(await awb.get(`/cases/${told.caseId}`))).not.toContain('13912345670');
    expect(
      (await awb.raw('POST', `/cases/${told.caseId}/reporter`, { body: { reason: '需要回电核对地点' } }))
        .status,
    ).toBe(403);
    // Other tests write the number where it must not stand: only this case counts.
    const everywhere = await product.rows(
      `select 1 from submission where case_id = $1 and data::text like $2
       union all select 1 from audit_event where case_id = $1 and body like $2
       union all select 1 from outbox where case_id = $1 and payload::text like $2
       union all select 1 from cases where case_id = $1 and (search like $2 or facts::text like $2)`,
      [told.caseId, '%13912345670%'],
    );
    expect(everywhere).toEqual([]);
  });
});
