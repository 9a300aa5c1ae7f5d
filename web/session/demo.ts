import { useQuery } from '@tanstack/react-query';
import { request } from '../ui/http.ts';
import { signIn, signOut } from '../ui/sign.ts';
import type { DemoAccount } from '../ui/types.ts';

export interface Demo {
  accounts: DemoAccount[];
  /** The password of all of them; null where it is not for the page to know. */
  password: string | null;
}

/** The demo district's people; undefined while asked for, null where the installation is no demo (it answers 404). */
export function useDemo(wanted = true): Demo | null | undefined {
  const { data } = useQuery({
    queryKey: ['demo'],
    enabled: wanted,
    staleTime: Infinity,
    queryFn: () => request<Demo>('/session/demo', { quiet401: true }).catch(() => null),
  });
  return data;
}

/** Become another person of the demo, at that person's first page. */
export async function switchTo(account: string, password: string, goHome: () => void): Promise<void> {
  await signOut();
  goHome();
  await signIn(account, password);
}

/** A part in a case, by one person who plays it. */
export interface Role {
  account: string;
  /** Place in the order of a case; null: beside it. */
  no: number | null;
  title: string;
  does: string;
}

/** The parts in the order in which one hazard report meets them. */
export const ROLES: readonly Role[] = [
  {
    account: 'mei.siqi',
    no: 1,
    title: '值班员登记',
    does: '接12345工单和来电，登记成案，得到案号。',
  },
  { account: 'gu.xinlan', no: 2, title: '安委办派单', does: '定等级、选承办单位，裁定退单，审核反馈。' },
  { account: 'wu.beihai', no: 3, title: '街镇接单', does: '接单或退单，先联系举报人，再去现场。' },
  { account: 'min.jichuan', no: 4, title: '现场核查', does: '两人到场，拍照取证，写明事实和整改要求。' },
  { account: 'firm.chen.liang', no: 5, title: '企业整改', does: '签收指令书，整改后传照片，可以申请延期。' },
  { account: 'jian.gongwei', no: 6, title: '复查', does: '不是整改的人；到现场对照整改前后，写复查结论。' },
  { account: 'pan.yichen', no: 7, title: '销号审批', does: '不是复查的人；看前后对比，同意销号。' },
  {
    account: 'dong.jiancheng',
    no: 8,
    title: '督查/审计',
    does: '看每件案件是否闭环：谁办的、何时、凭什么。',
  },
  { account: 'he.zhengyan', no: null, title: '局领导', does: '签发文书，审批约谈、巡查方案和挂牌督办。' },
  { account: 'kong.liangping', no: null, title: '运维', does: '看系统是否正常；演示时把时钟向前拨。' },
];

/** Where people of the demo sit, in the order of a case. */
const DESKS: readonly { title: string; roles: readonly string[] }[] = [
  {
    title: '应急局',
    roles: [
      ...['值班室', '安委办', '执法大队', '局领导', '法制审核', '文书机要', '回访员', '财务'],
      ...['举报信息保密员', '自然灾害应对', '流程管理员', '流程审核员'],
    ],
  },
  { title: '街镇', roles: ['街道'] },
  { title: '部门', roles: ['部门', '公安'] },
  { title: '企业和国企', roles: ['企业', '国企'] },
  { title: '区领导和监督', roles: ['区领导', '督查/审计', '纪委监委'] },
  { title: '专家、巡访员和志愿者', roles: ['专家', '巡访员', '志愿者'] },
  { title: '系统管理', roles: ['系统管理员', '安全管理员', '审计员'] },
];
const OTHERS = '其他';

export interface Desk {
  title: string;
  people: DemoAccount[];
}

/** The people at their desks, empty desks left out; within a desk in the order of its roles. */
export function desksOf(accounts: readonly DemoAccount[]): Desk[] {
  const place = (account: DemoAccount): [number, number] => {
    for (const [desk, { roles }] of DESKS.entries()) {
      const found = roles.findIndex((role) => account.roles.includes(role));
      if (found !== -1) return [desk, found];
    }
    return [DESKS.length, 0];
  };
  const placed = accounts.map((account) => ({ account, at: place(account) }));
  return [...DESKS.map(({ title }) => title), OTHERS]
    .map((title, desk) => ({
      title,
      people: placed
        .filter(({ at }) => at[0] === desk)
        .sort((a, b) => a.at[1] - b.at[1])
        .map(({ account }) => account),
    }))
    .filter(({ people }) => people.length > 0);
}

/** Those whose name, unit, post or role has all the words typed. */
export function found(accounts: readonly DemoAccount[], typed: string): DemoAccount[] {
  const words = typed.trim().toLowerCase().split(/\s+/);
  return accounts.filter((one) => {
    const text = [one.account, one.name, one.post ?? '', one.unitName, ...one.roles].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
