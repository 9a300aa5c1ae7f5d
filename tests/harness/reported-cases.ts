import { openByHand } from '../../bin/demo/hazard-dispatch/opening.ts';
import type { ProductUnderTest as Product } from './product.ts';
import { Story, type Given } from './story.ts';

export const VOLUNTEER = { account: 'zhu.yuanzhi', name: '祝愿之' };
export const NAMED = { reporter: '欧阳晓明', reporterPhone: '13987654321' };
export const TICKET = 'T20261128ABCD';
/** Stands in every report and in no form, so that wherever it is found the report was quoted. */
export const WORDS = '绿豆汤味的机油淌到楼道里';

/** Words of the head of a reported case that an outsider does not read. */
export const GENERAL = [
  '来信',
  '"source":"12345"',
  '"source":"志愿者"',
  '"label":"来源"',
  '外部工单号',
  '实名',
  '匿名',
];

/** Ten ways of writing a name, ten of a number: what is looked for in every answer. */
export const nameWays = (name: string) => [
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
export const numberWays = (phone: string) => {
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
/** A case as it was reported, by its way. */
export interface Played {
  how: string;
  story: Story;
  secrets: Secrets;
}

/** One case of each way to report, played to the firm's step: by the duty desk, by a volunteer, by 12345. */
export async function reportedCases(product: Product, given: Given): Promise<Played[]> {
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
  const cases = [
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
  return cases;
}
