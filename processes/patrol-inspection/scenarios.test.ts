import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Form } from '../../bin/demo/acts/act.ts';
import { patrolInspection } from '../../bin/demo/patrol-inspection/play.ts';
import type { PlayedFinding } from '../../bin/demo/patrol-inspection/world.ts';
import { useProduct } from '../../tests/harness/product.ts';
import { stories, STAFF, Story, type Hand } from '../../tests/harness/story.ts';

const product = useProduct();
const given = stories(product);

const shipped = patrolInspection.stories.find(({ id }) => id === 'E-323116')!;
const duty: PlayedFinding = {
  clause: '1',
  kind: '履责问题',
  fact: '班子成员没有带队检查记录,隐患台账缺少复查结论。',
  demand: '补齐带队检查并完善台账。',
};

/** A patrol of these units with these findings, unannounced unless the test says otherwise. */
async function patrol(
  objects: { unit: string; findings: PlayedFinding[] }[],
  noNotice = true,
): Promise<Story> {
  await given.workingMorning();
  const story = { ...shipped, played: { ...(shipped.played as object), objects, noNotice, invented: '' } };
  const { world, ...opened } = await patrolInspection.begin(story, {
    api: product.api,
    no: randomUUID(),
    begins: {},
    hotlineToken: product.hotlineToken,
  });
  return new Story(product, opened, world);
}

const findings = (story: Story) =>
  product.rows<{
    no: number;
    state: string;
    drop_reason: string | null;
    objection: string | null;
    object_id: string;
  }>('select no, state, drop_reason, objection, object_id from finding where case_id = $1 order by no', [
    story.caseId,
  ]);

/** The findings, once the engine has come to entering them. */
async function registered(story: Story) {
  for (let tries = 0; tries < 100; tries++) {
    const found = await findings(story);
    if (found.length > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return [];
}

const disputing = (_: Hand, usual: Form): Form => ({
  ...usual,
  findings: (usual.findings as Form[]).map(() => ({ attitude: '异议', reason: '其中一次检查有记录。' })),
});

describe('patrol-inspection', () => {
  test('1 units are told, one disputes and the head upholds: the report goes out, every finding closes: green', async () => {
    const story = await patrol(
      [
        { unit: 'dinghai', findings: [duty] },
        { unit: 'soe-shangmao', findings: [] },
      ],
      false,
    );

    await story.seal({ comment: { form: disputing } });

    const verdict = await story.verdict();
    expect(verdict).toMatchObject({ result: 'green', stored: true });
    for (const id of ['C8', 'E-D1a', 'E-D1b', 'E-D1c', 'E-D1d', 'E-D1e'])
      expect(verdict.of[id]).toMatchObject({ value: 'green' });
    const found = await findings(story);
    expect(found.map(({ state }) => state)).toEqual(['settled']);
    expect(found.filter(({ objection }) => objection !== null)).toHaveLength(1);
    const scores = await product.rows<{ unit_id: string; total: string }>(
      'select distinct unit_id, total from appraisal_score where case_id = $1 order by unit_id',
      [story.caseId],
    );
    expect(scores).toEqual([
      { unit_id: 'dinghai', total: '98.0' },
      { unit_id: 'soe-shangmao', total: '100.0' },
    ]);
    const kinds = (await story.seen()).documents.map(({ template }) => template);
    expect(kinds.filter((template) => template === 'patrol-notice')).toHaveLength(2);
  });

  test('2 a member declares an interest: another is drawn, and only he is asked; nobody of a unit concerned is ever drawn', async () => {
    const story = await patrol([{ unit: 'yjj-aqjg', findings: [] }]);
    await story.reach('confirm-team');
    const asked = await story.waitFor('六名组员', ({ tasks }) => {
      const open = tasks.filter(({ elementId }) => elementId === 'confirm-team');
      return open.length === 6 ? open : undefined;
    });
    const recused = asked[2]!;

    for (const task of asked)
      await story.perform(
        task,
        task === recused
          ? {
              form: (_, usual) => ({
                ...usual,
                hasInterest: 'yes',
                kind: '近亲属',
                reason: '亲属在该单位任职。',
              }),
            }
          : {},
      );

    const again = await story.task('confirm-team');
    expect(again.groups).not.toEqual(recused.groups);
    expect((await story.tasksOf('confirm-team')).length).toBe(7);
    const { team } = await story.seen();
    expect(team.filter(({ state }) => state === 'confirmed')).toHaveLength(5);
    expect(team.filter(({ state }) => state === 'recused')).toHaveLength(1);
    expect(team.filter(({ role }) => role === 'head')).toHaveLength(1);
    const own = await product.rows<{ account: string }>(
      `select account from person where unit_id = 'yjj-aqjg'`,
    );
    expect(team.map(({ account }) => account)).not.toEqual(
      expect.arrayContaining(own.map(({ account }) => account)),
    );
    await story.perform(again);
    await story.task('inspect');
  });

  test('3 四不两直: no notice is made and the file does not miss one; a silent unit has accepted when its time is up', async () => {
    const story = await patrol([
      { unit: 'jgw', findings: [duty] },
      { unit: 'wujiaochang', findings: [duty] },
    ]);
    await story.reach('comment');
    const asked = await story.waitFor('两个单位', ({ tasks }) => {
      const open = tasks.filter(({ elementId, state }) => elementId === 'comment' && state === 'open');
      return open.length === 2 ? open : undefined;
    });
    const [silent, answering] = asked;

    // 4: the time of one is up; the task of the other is his own, and he has answered before.
    await story.perform(answering!, { form: disputing });
    await given.clockAt(new Date(Date.parse(silent!.dueAt!) + 60_000));
    await story.cancelled(silent!.taskId);
    await story.reach('reconsider');
    await story.perform('reconsider', {
      form: (_, usual) => ({
        ...usual,
        findings: (usual.findings as Form[]).map(() => ({ ruling: '撤销', reason: '补交的记录属实。' })),
      }),
    });
    await story.task('write-report');

    const found = await findings(story);
    expect(found.map(({ state }) => state).sort()).toEqual(['settled', 'withdrawn']);
    expect(found.find(({ state }) => state === 'withdrawn')).toMatchObject({
      drop_reason: '补交的记录属实。',
      objection: '其中一次检查有记录。',
    });
    const verdict = await story.verdict();
    expect(verdict.of['E-D1a']).toMatchObject({ value: 'green' });
    expect(verdict.of.C7!.message).not.toContain('巡查通知');
    expect((await story.seen()).documents.some(({ template }) => template === 'patrol-notice')).toBe(false);
  });

  test('5 a recheck fails twice: one talk is triggered while the rectification goes on', async () => {
    const story = await patrol([{ unit: 'jgw', findings: [duty] }]);
    const failing = (hand: Hand, usual: Form): Form => ({
      ...usual,
      fit: 'no',
      failReason: '台账仍缺复查结论。',
      nextStep: 'again',
      newRectifyBy: hand.inDays(25),
    });
    await story.reach('recheck');
    await story.perform('recheck', { form: failing });
    await story.perform('rectify');
    await story.perform('recheck', { form: failing });

    await story.task('rectify');
    const talks = await product.rows(
      `select 1 from cases where process = 'warning-talk' and source_case_id = $1
       union all select 1 from pending_trigger where case_id = $1 and name = 'talk.trigger' and replayed_at is null`,
      [story.caseId],
    );
    expect(talks).toHaveLength(1);
    expect((await story.seen()).items).toMatchObject([{ state: 'open', failCount: 2 }]);
  });

  test('6 a letter from the public during field work becomes a finding without disturbing the open inspections', async () => {
    const story = await patrol([{ unit: 'jgw', findings: [] }]);
    const inspect = await story.reach('inspect');
    const letter = { source: '来信', receivedAt: (await given.now()).toISOString(), object: 'jgw' };

    await story.send(STAFF.duty, 'lead-in', { ...letter, content: '国定路工地夜间无人值守,临边没有防护。' });
    await story.perform('log-lead');

    const untouched = (await story.tasksOf('inspect')).map(({ taskId, state }) => ({ taskId, state }));
    expect(untouched).toEqual([{ taskId: inspect.taskId, state: 'open' }]);
    expect(await registered(story)).toMatchObject([{ no: 1, object_id: 'jgw', state: 'registered' }]);
    const outsider = await given.session('wu.beihai');
    await expect(
      outsider.post(`/cases/${story.caseId}/messages/lead-in`, {
        data: { ...letter, content: '我也来一封信。' },
      }),
    ).rejects.toMatchObject({ status: 404 });
  });

  test('7 the look-back finds one back: only that one runs through the handling again', async () => {
    const story = await patrol([
      { unit: 'jgw', findings: [duty, { ...duty, clause: '2', fact: '检查计划没有覆盖三个小型工地。' }] },
    ]);

    await story.seal({
      'look-back': [
        {
          form: (hand, usual) => ({
            ...usual,
            sample: (usual.sample as Form[]).map((row) => ({
              ...row,
              result: '反弹',
              note: '近一月又无记录。',
              newDueOn: hand.inDays(40),
            })),
          }),
        },
        {},
      ],
    });

    expect(await story.tasksOf('make-plan')).toHaveLength(3);
    expect(await story.tasksOf('look-back')).toHaveLength(2);
    expect((await story.verdict()).of).toMatchObject({ 'E-D1c': { value: 'green' }, C3: { value: 'green' } });
  });

  test('8 a lead about an official goes to the discipline organ with a receipt, and no paper for the unit names it', async () => {
    const secret = '分管负责人李某某收受工地好处,检查前通风报信。';
    const story = await patrol([
      { unit: 'jgw', findings: [duty, { ...duty, kind: '公职人员线索', fact: secret }] },
    ]);
    await story.seal();

    const { documents } = await story.seen();
    expect(documents.find(({ template }) => template === 'clue-transfer')).toMatchObject({
      serveResult: '签收',
    });
    expect((await story.verdict()).of['E-D1c']).toMatchObject({ value: 'green' });
    const shown = await product.rows<{ told: string }>(
      `select cast(value as text) as told from prepared where case_id = $1 and name in ('comment', 'feedback')
       union all select cast(body as text) from document where case_id = $1 and template = 'patrol-feedback'
       union all select cast(variables as text) from task where case_id = $1`,
      [story.caseId],
    );
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.filter(({ told }) => told.includes('李某某'))).toEqual([]);
    // The unit sees its own tasks of the case, not the findings of the file, nor the file itself.
    const unit = await given.session('min.jichuan');
    const own = await unit.get<{ scope: string; items: unknown[]; documents: unknown[] }>(
      `/cases/${story.caseId}`,
    );
    expect(own).toMatchObject({ scope: 'task', items: [], documents: [] });
    await expect(unit.bytes(`/cases/${story.caseId}/export`)).rejects.toMatchObject({ status: 403 });
  });
});
