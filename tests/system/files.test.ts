import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { scan } from '../../bin/demo/pictures.ts';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
const VOLUNTEER = 'zhu.yuanzhi';
const FIRM = 'firm.chen.liang';

describe('a file is opened by whoever has a row that holds it', () => {
  test('a hash written into a text of one’s own opens nothing', async () => {
    // given evidence of a case, and a volunteer who has come to know its hash
    const story = await given.report();
    await story.until('accept');
    const officer = await given.session(STAFF.dispatcher);
    const { sha256 } = await officer.upload(await scan(), '内部附件.png');
    const volunteer = await given.session(VOLUNTEER);
    const before = await volunteer.raw('GET', `/files/${sha256}`);

    // when she writes it into a report of her own
    const report = {
      source: '志愿者',
      anonymous: 'yes',
      place: { address: `上海市杨浦区长阳路${randomUUID()}号` },
      category: '燃气',
      description: `餐馆后厨有燃气味,见附件 ${sha256}`,
      urgency: 'normal',
      deathInvolved: 'no',
    };
    await volunteer.post('/cases/hazard-dispatch', { data: report }, { 'idempotency-key': randomUUID() });

    expect(before.status).toBe(404);
    expect((await volunteer.raw('GET', `/files/${sha256}`)).status).toBe(404);
  });

  test('everybody gets a file by the name that he gave it himself', async () => {
    const bytes = await scan();
    const one = await given.session(STAFF.dispatcher);
    const other = await given.session('wu.beihai');
    const { sha256 } = await one.upload(bytes, '举报人张三身份证.png');
    await other.upload(bytes, '附件1.png');

    const got = await other.raw('GET', `/files/${sha256}`);
    expect(got.headers.get('content-disposition')).toContain(encodeURIComponent('附件1.png'));
    expect(got.headers.get('content-disposition')).not.toContain(encodeURIComponent('张三'));
  });

  test('a file of a longer-time request is opened by who decides on it, not by another firm', async () => {
    // given a firm that asks for more time, with a paper
    await given.workingMorning();
    const story = await given.report();
    const task = await story.reach('rectify', {
      verify: { form: (hand, usual) => ({ ...usual, rectifyBy: hand.inDays(20) }) },
    });
    const session = await given.session(FIRM);
    const { clock } = await session.get<{ clock: { clockId: string } }>(`/tasks/${task.taskId}`);
    const { sha256 } = await session.upload(await scan(), `采购合同${randomUUID()}.png`);
    const data = {
      days: 5,
      reason: '除尘器压差表为进口备件,供货商书面确认到货日期晚于原整改期限。',
      safety: '延长期间打磨工位停用断电,专人看守,每日清灰。',
      files: [{ sha256, name: '采购合同.png' }],
      applicant: FIRM,
    };
    await session.post(`/cases/${story.caseId}/extensions`, { clockId: clock.clockId, data });

    // then the bureau can open it, in full scope, and it is named by who uploaded it
    const got = await (await given.session(STAFF.dispatcher)).raw('GET', `/files/${sha256}`);
    expect(got.status).toBe(200);
    expect(got.headers.get('content-disposition')).toContain(encodeURIComponent('采购合同'));
    expect((await (await given.session(VOLUNTEER)).raw('GET', `/files/${sha256}`)).status).toBe(404);
  });
});
