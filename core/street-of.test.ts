import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readCsv } from './csv.ts';
import { streetIn } from './street-of.ts';

const streets = readCsv(readFileSync(new URL('../migrations/data/org.csv', import.meta.url), 'utf8'))
  .map((row) => Object.values(row))
  .filter((row) => row[3] === 'street')
  .map(([unitId, , name]) => ({ unitId: unitId!, name: name! }));

test('the offices are those of the district', () => expect(streets).toHaveLength(12));

test.each([
  '平凉路1398号',
  '上海市杨浦区控江路645弄',
  '江浦路1400号',
  '四平路1239号',
  '定海路201号',
  '杨浦大桥东侧',
  '大桥下停车场',
  '长白山路5号',
  '长海路168号',
  '五角场万达广场',
  '国定路',
  '平凉路街道两侧的店铺',
  '定海路街道与平凉路街道交界处',
  '',
])('%j names no street office', (address) => expect(streetIn(streets, address)).toBeNull());

test.each([
  ['平凉路街道平凉路1398号', 'pingliang'],
  ['杨浦区大桥街道周家牌路', 'daqiao'],
  ['长白新村街道图们路', 'changbai'],
  ['长白街道', 'changbai'],
  ['上海市杨浦区定海街道爱国路', 'dinghai'],
  ['平凉路 街道办事处旁边', 'pingliang'],
  ['五角场街道政通路', 'wujiaochang'],
])('%j names %s', (address, unitId) => expect(streetIn(streets, address)).toBe(unitId));
