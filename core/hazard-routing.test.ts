import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readCsv } from './csv.ts';
import { suggestUnits, type RoutingRow } from './hazard-routing.ts';

const table: RoutingRow[] = readCsv(
  readFileSync(new URL('../migrations/data/hazard-routing.csv', import.meta.url), 'utf8'),
).map((row) => ({
  category: row.category!,
  industry: row.industry!,
  lead_unit_id: row.lead_unit_id!,
  helper_unit_ids: (row.helper_unit_ids ?? '').split(';').filter(Boolean),
  basis_zh: row.basis_zh!,
}));
const suggest = (category: string | null, industry: string | null, street: string | null) =>
  suggestUnits(table, { category, industry, street });

describe('who is proposed to handle a hazard', () => {
  test('the lead of category and industry comes first, its helpers and the street after it', () => {
    expect(
      suggest('动火与临时用电', '工业制造', 'dinghai').map(({ unitId, role }) => [unitId, role]),
    ).toEqual([
      ['yjj-aqjg', 'lead'],
      ['xiaofang', 'helper'],
      ['dinghai', 'fallback'],
    ]);
  });

  test('a category with one lead in all its industries needs no industry', () => {
    expect(suggest('消防设施与疏散通道', '医疗机构', 'siping')[0]).toMatchObject({
      unitId: 'xiaofang',
      role: 'lead',
    });
  });

  test('where the category has several leads, the only lead of the industry is taken', () => {
    expect(suggest('有限空间作业', '餐饮', null)[0]!.role).toBe('fallback');
    expect(suggest('有限空间作业', '建筑施工', null)[0]).toMatchObject({
      unitId: 'jgw',
      why: '行业“建筑施工”;建设工程监管',
    });
  });

  test('a row for any industry matches every one', () => {
    expect(suggest('自然灾害与积水', '餐饮', 'yanji')[0]).toMatchObject({ unitId: 'jgw', role: 'lead' });
  });

  test('what nobody leads falls to the street of the place', () => {
    expect(suggest('其他与无主隐患', '餐饮', 'yanji')).toMatchObject([
      { unitId: 'yanji', role: 'lead' },
      { unitId: 'awb', role: 'helper' },
    ]);
    expect(suggest(null, null, 'yanji')).toMatchObject([{ unitId: 'yanji', role: 'fallback' }]);
  });

  test('without a street nobody is named, and the reason says so', () => {
    expect(suggest(null, null, null)).toEqual([
      { unitId: null, role: 'fallback', why: '地点所属街道不明，由安委办确定' },
    ]);
  });

  test('no unit is proposed twice, and every proposal has a reason', () => {
    for (const { category, industry } of table)
      for (const street of ['dinghai', null]) {
        const all = suggest(category, industry, street);
        expect(new Set(all.map(({ unitId }) => unitId)).size).toBe(all.length);
        expect(all.every(({ why }) => why.length > 0)).toBe(true);
      }
  });
});
