import { describe, expect, test } from '@jest/globals';
import { useProduct } from '../../tests/harness/product.ts';
import { stories, STAFF, type Story } from '../../tests/harness/story.ts';

const product = useProduct();
const given = stories(product);

const orderOf = async (story: Story) =>
  (await story.seen()).documents.find(({ template }) => template === 'rectify-order')!;
const receiptsOf = (story: Story) =>
  product.rows<{
    serve_result: string;
    served_at: Date;
    receiver: string;
    on_behalf: boolean;
    detail: Record<string, unknown>;
  }>('select * from service_receipt where case_id = $1', [story.caseId]);
const refusing = { form: { received: 'no', refuseReason: '对认定的事实有异议,不同意签收。' } };

describe('serve-document', () => {
  test('1 signed on the portal: the service proof names time and person', async () => {
    const story = await given.report();
    await story.reach('receipt');

    const form = await story.perform('receipt');

    await story.task('rectify');
    expect(await receiptsOf(story)).toMatchObject([
      { serve_result: '签收', receiver: form.receiver, on_behalf: false },
    ]);
    expect(await orderOf(story)).toMatchObject({
      state: 'served',
      serveResult: '签收',
      servedAt: form.receivedAt,
    });
    expect((await story.verdict()).of).toMatchObject({
      C5: { value: 'green' },
      C7: { value: 'green' },
      'X-S1': { value: 'green' },
    });
  });

  test('1b who is to sign for a paper can read it at the task, before and after', async () => {
    const story = await given.report();
    const { taskId } = await story.reach('receipt');
    const firm = await given.session('firm.chen.liang');
    const paper = async () =>
      (await firm.get<{ paper: { title: string; docNo: string; pdfUrl: string } }>(`/tasks/${taskId}`)).paper;
    const { docNo } = await orderOf(story);

    const before = await paper();
    expect(before).toMatchObject({ title: '责令限期整改指令书', docNo });
    expect((await firm.raw('GET', before.pdfUrl.replace('/api', ''))).status).toBe(200);

    await story.perform('receipt');
    await story.task('rectify');
    expect(await paper()).toEqual(before);
  });

  test('2 the signer sends the draft back twice: same document, third version, one number only', async () => {
    const story = await given.report();
    await story.reach('sign');
    const { docId } = await orderOf(story);
    for (const time of ['一', '二']) {
      await story.perform('sign', {
        form: { decision: 'return', changes: `第${time}次:违法事实写得不清楚。` },
      });
      await story.perform('redraft');
    }
    await story.perform('sign');
    await story.task('receipt');

    expect(await orderOf(story)).toMatchObject({ docId, version: 3 });
    const numbered = await product.rows<{ doc_no: string }>(
      `select doc_no from document where case_id = $1 and doc_no is not null and way = 'serve'`,
      [story.caseId],
    );
    expect(numbered).toHaveLength(1);
    expect(numbered[0]!.doc_no).toMatch(/〔\d{4}〕\d+号/);
  });

  test('3 the recipient refuses: left at the place with a witness, served', async () => {
    const story = await given.report();
    await story.reach('receipt');
    await story.perform('receipt', refusing);

    const alone = await story.refusal('serve-otherwise', { form: { servers: [STAFF.officer] } });
    await story.perform('serve-otherwise');

    expect(alone.errors[0]).toMatchObject({ path: 'servers' });
    await story.task('rectify');
    const [receipt] = await receiptsOf(story);
    expect(receipt).toMatchObject({ serve_result: '留置' });
    expect(receipt!.detail.witness).toBe('属地居委会主任');
    expect((await story.verdict()).of).toMatchObject({ C5: { value: 'green' }, 'X-S2': { value: 'green' } });
  });

  test('4 no reaction until expiry: the receipt task is cancelled and another way of service opens', async () => {
    await given.workingMorning();
    const story = await given.report();
    const receipt = await story.reach('receipt');

    await given.clockAt(new Date(Date.parse(receipt.dueAt!) + 60_000));

    await story.task('serve-otherwise');
    await story.cancelled(receipt.taskId);
  });

  test('5 the clerk records a receipt on behalf without a scan: refused', async () => {
    const story = await given.report();
    await story.reach('receipt');

    const refused = await story.refusal('receipt', {
      as: STAFF.clerk,
      form: { onBehalf: true, scan: undefined, signature: undefined },
    });

    expect(refused).toMatchObject({ status: 400, errors: [{ path: 'scan' }] });
    expect(await receiptsOf(story)).toEqual([]);
  });
});
