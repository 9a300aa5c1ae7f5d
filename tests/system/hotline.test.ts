import { describe, expect, test } from '@jest/globals';
import { useProduct } from '../harness/product.ts';
import { stories, STAFF, Story } from '../harness/story.ts';
import { ticket } from '../harness/ticket.ts';

const product = useProduct();
const given = stories(product);

const push = (body: unknown, authorization = `Bearer ${product.hotlineToken}`) =>
  product.api.anonymous.raw('POST', '/inbound/hotline', { body, headers: { authorization } });
const opened = async (body: unknown) => {
  const answer = await push(body);
  expect([answer.status, await answer.clone().text()]).toEqual([201, expect.any(String)]);
  return (await answer.json()) as { caseId: string; caseNo: string };
};
interface Row {
  label: string;
  text: string;
  why: string;
}
const reported = async (caseId: string): Promise<Record<string, unknown>> =>
  (
    await product.rows<{ data: Record<string, unknown> }>(
      `select data from submission where case_id = $1 and element_id = 'start'`,
      [caseId],
    )
  )[0]!.data;

describe('the interface for 12345', () => {
  test('what does not fit stands before the duty desk, in the timeline and nowhere cut', async () => {
    // given a push that fits in three places not
    const description = `${'长'.repeat(8999)}尾`;
    const { caseId, caseNo } = await opened(
      ticket({ category: '物业服务', description, district: '杨浦区', callerIdCard: '310105199001011234' }),
    );
    // when the duty desk opens 受理
    const story = new Story(product, { caseId, caseNo }, {} as never);
    const { taskId } = await story.reach('accept');
    const duty = await given.session(STAFF.duty);
    const seen = await duty.get<{ data: { toCheck: Row[]; source: string } }>(`/tasks/${taskId}`);
    // then it reads all of it, but for what may tell who reported
    expect(seen.data.source).toBe('12345');
    expect(seen.data.toCheck.map(({ label, text }) => [label, text])).toEqual([
      ['类别', '物业服务'],
      ['描述', description],
      ['district', '杨浦区'],
      ['callerIdCard', ''],
    ]);
    expect(JSON.stringify(await duty.get(`/cases/${caseId}/timeline`))).not.toContain('310105199001011234');
    expect((await story.timeline()).map(({ sentence }) => sentence)).toContainEqual(
      expect.stringMatching(/12345推送中有类别、描述、district、callerIdCard与登记表不合/),
    );
    expect(await reported(caseId)).toMatchObject({ category: '其他与无主隐患' });
  });
});
