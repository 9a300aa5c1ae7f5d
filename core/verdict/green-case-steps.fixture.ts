/** What the people of the green case did, and when: see green-case.fixture.ts. */
const HOUR = 3600_000;
/** Monday 2026-03-02, 09:00 in Shanghai. */
const START = Date.parse('2026-03-02T01:00:00Z');

export const at = (hours: number): Date => new Date(START + hours * HOUR);
export const place = { lat: 31.26, lng: 121.52, address: '江浦路1号' };

export interface Step {
  element: string;
  process?: string;
  by: string;
  hours: number;
  form: string;
  data: Record<string, unknown>;
  separateFrom?: string[];
  clock?: string;
  item?: boolean;
  doc?: boolean;
}

export const STEPS: Step[] = [
  {
    element: 'accept',
    by: 'gu.xinlan',
    hours: 1,
    form: 'hazard.accept',
    data: { decision: 'accept', level: 'general', clockKey: '求助投诉' },
    clock: 'hazard.accept',
  },
  {
    element: 'order',
    by: 'gu.xinlan',
    hours: 2,
    form: 'hazard.order',
    data: { lead: 'jiangpu', demand: '请尽快核查' },
  },
  {
    element: 'take',
    by: 'ni.haoran',
    hours: 3,
    form: 'hazard.take',
    data: { decision: 'take', officer: 'ni.haoran' },
    clock: 'hazard.take',
  },
  {
    element: 'contact',
    by: 'ni.haoran',
    hours: 4,
    form: 'hazard.contact',
    data: { contactedAt: at(4).toISOString(), way: '电话', reached: 'yes' },
  },
  {
    element: 'verify',
    by: 'ni.haoran',
    hours: 6,
    form: 'hazard.verify',
    data: {
      arrivedAt: at(5).toISOString(),
      place,
      officers: ['ni.haoran', 'ouyang.qing'],
      truth: 'yes',
      facts: '消防通道堆放杂物,应急照明损坏。',
      handling: 'order',
      rectifyBy: '2026-03-20',
      demand: '清理通道,修复照明。',
    },
    clock: 'hazard.verify',
    item: true,
  },
  {
    element: 'sign',
    process: 'serve-document',
    by: 'he.zhengyan',
    hours: 7,
    form: 'doc.sign',
    data: { decision: 'agree' },
    doc: true,
  },
  {
    element: 'receipt',
    process: 'serve-document',
    by: 'firm.chen.liang',
    hours: 8,
    form: 'doc.receipt',
    data: { received: 'yes', receiver: '经理' },
    doc: true,
  },
  {
    element: 'rectify',
    process: 'rectify-item',
    by: 'firm.chen.liang',
    hours: 30,
    form: 'rectify.submit',
    data: { measures: '已清理通道并更换照明。', finishedOn: '2026-03-03' },
    item: true,
  },
  {
    element: 'recheck',
    process: 'rectify-item',
    by: 'ouyang.qing',
    hours: 32,
    form: 'rectify.recheck',
    data: { way: '现场', checkedAt: at(31).toISOString(), place, fit: 'yes' },
    separateFrom: ['rectify'],
    item: true,
  },
  // Whoever accepted the report may approve 销号: `accept` here means 验收, which did not take place.
  {
    element: 'approve-strike-off',
    process: 'rectify-item',
    by: 'gu.xinlan',
    hours: 33,
    form: 'strike-off',
    data: { decision: 'agree' },
    separateFrom: ['rectify', 'recheck', 'accept'],
    item: true,
  },
  {
    element: 'answer',
    by: 'ni.haoran',
    hours: 34,
    form: 'hazard.answer',
    data: { way: '电话', answeredAt: at(34).toISOString(), content: '隐患已整改完毕。' },
  },
  {
    element: 'callback',
    by: 'yu.tianci',
    hours: 60,
    form: 'hazard.callback',
    data: { calledAt: at(60).toISOString(), reached: 'yes', result: '5', solved: 'yes' },
    separateFrom: ['verify', 'answer', 'contact'],
  },
];

export const NAMES: Record<string, string> = {
  accept: '受理定级', order: '派单', take: '接单或退单', contact: '先行联系', verify: '现场核查(两人)', sign: '签发', receipt: '签收', rectify: '整改',
  recheck: '复查', 'approve-strike-off': '销号审批', answer: '答复举报人', callback: '回访满意度',
}; // prettier-ignore

export const PAPERS: [element: string, template: string, title: string][] = [
  ['accept', 'intake-sheet', '受理登记表'],
  ['order', 'order-sheet', '派单(交办)单'],
  ['verify', 'verify-report', '核查报告'],
  ['rectify', 'rectify-report', '整改报告'],
  ['recheck', 'recheck-opinion', '整改复查意见书'],
  ['approve-strike-off', 'strike-off-sheet', '销号审批表'],
  ['answer', 'answer-letter', '答复书'],
  ['callback', 'callback-record', '回访记录'],
];
