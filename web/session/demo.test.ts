import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readCsv } from '../../core/csv.ts';
import { groupName } from '../../core/group-names.ts';
import type { DemoAccount } from '../ui/types.ts';
import { desksOf, found, ROLES } from './demo.ts';

/** The people of the demo district as the log-in page gets them. */
const PEOPLE: DemoAccount[] = readCsv(
  readFileSync(new URL('../../migrations/data/people.csv', import.meta.url), 'utf8'),
).map(({ account, name_zh, post_zh, unit_id, groups }) => ({
  account: account!,
  name: name_zh ?? '',
  post: post_zh ?? null,
  unitName: unit_id ?? '',
  roles: groups!.split(';').map(groupName),
}));

describe('the people of the demo', () => {
  test('everybody sits at exactly one desk, nobody among “其他”', () => {
    const desks = desksOf(PEOPLE);
    expect(desks.flatMap(({ people }) => people).length).toBe(PEOPLE.length);
    expect(desks.map(({ title }) => title)).not.toContain('其他');
  });

  test('every role card is somebody of the district', () => {
    for (const { account } of ROLES) expect(PEOPLE.map((one) => one.account)).toContain(account);
  });

  test('the cards stand in the order of a case', () => {
    expect(ROLES.flatMap(({ no }) => no ?? [])).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('somebody is found by name, unit, post or role, by several words as well', () => {
    for (const typed of ['梅思齐', 'mei.siqi', 'MEI', '值班员 梅', ' 值班员 '])
      expect(found(PEOPLE, typed).map(({ account }) => account)).toContain('mei.siqi');
    expect(found(PEOPLE, '没有这个人')).toEqual([]);
    expect(found(PEOPLE, '').length).toBe(PEOPLE.length);
  });
});
