import { readFileSync } from 'node:fs';
import { readCsv } from '../../core/csv.ts';

const PEOPLE = new URL('../../migrations/data/people.csv', import.meta.url);
const UNIT_GROUP = /^(?:street|dept|soe|firm):/;

let actsFor: Map<string, string[]> | undefined;

/** Who is in each group of the demo district, a unit's or firm's under its id alone; the first one of the list first. */
function acting(): Map<string, string[]> {
  if (actsFor !== undefined) return actsFor;
  actsFor = new Map();
  for (const { account, groups } of readCsv(readFileSync(PEOPLE, 'utf8')))
    for (const group of groups!.split(';')) {
      const name = group.replace(UNIT_GROUP, '');
      actsFor.set(name, [...(actsFor.get(name) ?? []), account!]);
    }
  return actsFor;
}

/** The people of the bureau by what they do in a case. */
export const STAFF = {
  duty: 'mei.siqi',
  dispatcher: 'gu.xinlan',
  striker: 'pan.yichen',
  checker: 'xue.jinghua',
  leader: 'he.zhengyan',
  deputy: 'lu.wenqing',
  district: 'zhou.mingyuan',
  officer: 'yan.beichuan',
  officers: ['yan.beichuan', 'cao.lingfei'],
  acceptor: 'qiu.hanmo',
  expert: 'meng.dianfeng',
  clerk: 'fu.lianyi',
  caller: 'yu.tianci',
  auditor: 'dong.jiancheng',
  keeper: 'tao.anran',
  operator: 'kong.liangping',
} as const;

/** The account that acts for a unit or firm. Throws RangeError where the demo district has nobody there. */
export function accountOf(unitOrFirm: string): string {
  const [first] = acting().get(unitOrFirm) ?? [];
  if (first === undefined) throw new RangeError(`演示数据里没有人代表 ${unitOrFirm}`);
  return first;
}

/** Somebody else of the same unit. Throws RangeError where only one acts for it. */
export function colleagueOf(unit: string): string {
  const second = (acting().get(unit) ?? [])[1];
  if (second === undefined) throw new RangeError(`演示数据里只有一个人代表 ${unit}`);
  return second;
}

/** Two who go together: the one who does the task and an officer, another one where an officer does it. */
export const withOfficer = (account: string): string[] => [
  account,
  STAFF.officers.find((officer) => officer !== account)!,
];

/** Somebody of the first group of a task that has people: the named person, who acts for the unit, or of a group of the bureau. */
export function memberOf(groups: readonly string[]): string {
  for (const group of groups) {
    if (group.startsWith('person:')) return group.slice('person:'.length);
    const [first] = acting().get(group.replace(UNIT_GROUP, '')) ?? [];
    if (first !== undefined) return first;
  }
  throw new RangeError(`演示数据里没有人属于 ${groups.join('、')}`);
}
