import { describe, expect, test } from '@jest/globals';
import { useProduct } from '../../tests/harness/product.ts';
import { STAFF, stories, type Story } from '../../tests/harness/story.ts';
import { talks } from '../../tests/harness/talks.ts';

const product = useProduct();
const given = stories(product);
const talk = talks(product, given);

interface Scanned {
  hits: { triggerId: string; rule: string; causes: string[] }[];
}

/** Let 安委办 scan now, so many times at once; gives what the last one found, once all have ended. */
async function scan(times = 1): Promise<Scanned['hits']> {
  const wanted = (await scans()).length + times;
  const awb = await given.session(STAFF.dispatcher);
  await Promise.all(Array.from({ length: times }, () => awb.post('/talks/scan', {})));
  for (let tries = 0; tries < 300; tries++) {
    const done = await scans();
    if (done.length === wanted && (await ended()) === wanted) return done.at(-1)!.hits;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the scan did not end');
}

const ended = async (): Promise<number> => {
  const [row] = await product.rows<{ n: number }>(
    `select count(*)::int as n from element_visit v join instance i using (broker_epoch, instance_key)
     where i.process = 'talk-scan' and v.element_id = 'done'`,
  );
  return row!.n;
};

const scans = async (): Promise<Scanned[]> =>
  (
    await product.rows<{ output: Scanned }>(
      `select output from job_effect where type = 'talk.scan-rules' order by at, job_key`,
    )
  ).map(({ output }) => output);

const talksOf = (story: Story) =>
  product.rows<{ case_id: string; case_no: string; business_key: string }>(
    `select case_id, case_no, business_key from cases where process = 'warning-talk' and source_case_id = $1 order by opened_at`,
    [story.caseId],
  );

/** A major hazard whose term is over: a fact of rule T6. */
async function overdueMajor(): Promise<{ story: Story; itemId: string }> {
  const story = await given.report();
  await story.reach('rectify');
  const { itemId } = (await story.seen()).items[0]!;
  await product.arrange(`update cases set level = 'major' where case_id = $1`, [story.caseId]);
  await product.arrange(`update item set rectify_by = rectify_by - 400 where item_id = $1`, [itemId]);
  return { story, itemId };
}

const about = (hits: Scanned['hits'], itemId: string) => hits.filter(({ causes }) => causes.includes(itemId));

describe('talk-scan', () => {
  test('1 a rule is met: exactly one talk is triggered, and none by the next scan', async () => {
    const { story, itemId } = await overdueMajor();

    expect(about(await scan(), itemId)).toMatchObject([{ rule: 'T6' }]);
    await story.waitFor('约谈', ({ links }) => links.find(({ kind }) => kind === 'source'));
    await given.clockAt(new Date((await given.now()).getTime() + 24 * 3600_000));
    expect(about(await scan(), itemId)).toEqual([]);

    const [only, ...more] = await talksOf(story);
    expect(more).toEqual([]);
    expect(only!.business_key).toContain('T6-');
    const [sent] = (await story.timeline()).filter(({ act }) => act === 'case.triggered');
    expect(sent).toBeDefined();
  });

  test('2 the counter is reset only when the talk is closed', async () => {
    await given.workingMorning();
    const { hazard, talk: story } = await talk.triggered();
    const { itemId } = (await hazard.seen()).items[0]!;
    expect(about(await scan(), itemId)).toEqual([]);

    await story.reach('approve-talk');
    await story.perform('approve-talk', {
      form: { decision: 'refuse', reason: '该企业正在整改，暂不约谈。' },
    });
    await story.until(null);
    // Closed lately: the same failures are not counted again, nor after the window, for they are older than the closure.
    expect(about(await scan(), itemId)).toEqual([]);
    await product.arrange(`update cases set sealed_at = sealed_at - interval '200 days' where case_id = $1`, [
      story.caseId,
    ]);
    await product.arrange(
      `update submission set at = at - interval '300 days' where case_id = $1 and form_id = 'rectify.recheck'`,
      [hazard.caseId],
    );
    expect(about(await scan(), itemId)).toEqual([]);
    // Failures after the closure count from one again, and two of them are two.
    await product.arrange(
      `update submission set at = at + interval '200 days' where case_id = $1 and form_id = 'rectify.recheck'`,
      [hazard.caseId],
    );
    expect(about(await scan(), itemId)).toMatchObject([{ rule: 'T4' }]);
  });

  test('3 the same scan twice at once, as after a restart: one talk', async () => {
    const { story, itemId } = await overdueMajor();

    await scan(2);

    await story.waitFor('约谈', ({ links }) => links.find(({ kind }) => kind === 'source'));
    expect(about(await scan(), itemId)).toEqual([]);
    expect(await talksOf(story)).toHaveLength(1);
  });

  test('4 no hits: the instance ends', async () => {
    await scan();
    expect(await scan()).toEqual([]);
  });

  test('5 a score below the line: the talk comes of the patrol, though its file is sealed', async () => {
    await given.workingMorning();
    const story = await given.report();
    await story.perform('accept', {
      form: { decision: 'reject', rejectReason: '不属安全生产', level: undefined, clockKey: undefined },
    });
    await story.until(null);
    const sealed = await story.seen();
    expect(sealed.status).toBe('sealed');
    const low = (total: number) =>
      product.arrange(
        `insert into appraisal_score (score_id, case_id, unit_id, clause, deduct, total, posted_at)
         values (gen_random_uuid(), $1, 'wujiaochang', $2::text, 100 - $2::numeric, $2::numeric, now())`,
        [story.caseId, total],
      );
    await low(55);
    try {
      expect((await scan()).filter(({ rule }) => rule === 'T7')).toMatchObject([{ causes: [story.caseId] }]);
      await story.waitFor('约谈', ({ links }) => links.find(({ kind }) => kind === 'source'));
      expect((await scan()).filter(({ rule }) => rule === 'T7')).toEqual([]);
      expect((await story.verdict()).result).toBe('green');
    } finally {
      await low(95);
    }
  });

  test('rules say whether they can be measured; only 安委办 and operators scan', async () => {
    const awb = await given.session(STAFF.dispatcher);
    const { items } = await awb.get<{
      items: { rule: string; measurable: boolean; note: string; threshold: string | null }[];
    }>('/talks/rules');
    const of = Object.fromEntries(items.map((rule) => [rule.rule, rule]));
    expect(of.T4).toMatchObject({ measurable: true, threshold: '2' });
    expect(of.T1).toMatchObject({ measurable: false, note: '等待事故台账' });
    const firm = await given.session('firm.chen.liang');
    expect((await firm.raw('POST', '/talks/scan', { body: {} })).status).toBe(403);
  });
});
