import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase } from '../../tests/harness/factories.ts';
import type { Actor } from '../actor.ts';
import { readCsv } from '../csv.ts';
import { one, type Trx } from '../db.ts';
import { compileForm, type FormSchema } from '../forms/index.ts';
import { listForms } from '../forms/files.ts';
import { actorOf } from '../people.ts';
import { setClockOffset } from '../time.ts';
import { accept } from './accept.ts';
import { missingThings } from './existence.ts';

type Values = Record<string, unknown>;

const ROOT = new URL('../..', import.meta.url).pathname;
const FIRM = '91310110DEM010378U';
const ELSEWHERE = '91310000775785552L';
const forms = new Map(listForms(ROOT).map(({ id, schema }) => [id, compileForm(schema)]));
const good = (id: string): Values =>
  JSON.parse(readFileSync(`${ROOT}tests/fixtures/forms/${id}.good.json`, 'utf8')) as Values;

const laws = readCsv(readFileSync(`${ROOT}migrations/data/laws.csv`, 'utf8'));

let database: TestDatabase;
let officer: Actor;
let firm: Actor;
beforeAll(async () => {
  database = await freshDatabase();
  setClockOffset(new Date('2026-03-24T02:00:00Z').getTime() - Date.now(), { first: true });
  officer = (await actorOf(database.db, 'yan.beichuan'))!;
  firm = (await actorOf(database.db, 'firm.chen.liang'))!;
});
afterAll(() => database.close());

const missing = (trx: Trx, id: string, more: Values, actor = officer) =>
  missingThings(trx, actor, forms.get(id)!, { ...good(id), ...more });
const inDatabase = (work: (trx: Trx) => Promise<void>) => rolledBack(database.db, work);

describe('what a form names exists', () => {
  // Security finding X3: each of these was taken, and printed on papers.
  test.each([
    [
      'hazard.verify',
      { officers: ['mo.chunsheng', 'ghost.officer'] },
      'officers',
      '“核查人”：没有“ghost.officer”这个人员，请从列表中选择',
    ],
    [
      'hazard.verify',
      { officers: ['mo.chunsheng', 'firm.gao.kong'] },
      'officers',
      '“核查人”：“高控之”不是监管、执法或专家人员，不能在这里署名，请另选办理人员',
    ],
    [
      'rectify.recheck',
      { checkers: ['mo.chunsheng', 'zhu.yuanzhi'] },
      'checkers',
      '“复查人”：“祝愿之”不是监管、执法或专家人员，不能在这里署名，请另选办理人员',
    ],
    [
      'hazard.verify',
      { officers: ['mo.chunsheng', 'kong.liangping'] },
      'officers',
      '“核查人”：“孔良平”不是监管、执法或专家人员，不能在这里署名，请另选办理人员',
    ],
    [
      'hazard.verify',
      { articles: ['编造的法律 第999条'] },
      'articles',
      '“违法条款”：没有“编造的法律 第999条”这条法律条款，请从列表中选择',
    ],
    [
      'hazard.verify',
      { articles: ['安全生产法 art.120'] },
      'articles',
      '“违法条款”：没有“安全生产法 art.120”这条法律条款，请从列表中选择',
    ],
    [
      'hazard.take',
      { officer: 'no.such.person' },
      'officer',
      '“承办人”：没有“no.such.person”这个人员，请从列表中选择',
    ],
    ['hazard.order', { lead: 'zzzz' }, 'lead', '“主办”：没有这个单位，请从列表中选择'],
    ['hazard.order', { helpers: ['dinghai', 'zzzz'] }, 'helpers', '“协办”：没有这个单位，请从列表中选择'],
    [
      'supplement',
      { links: '杨应急隐〔2026〕999号' },
      'links',
      '“关联案件或文书”：没有找到案号或文号“杨应急隐〔2026〕999号”，请核对',
    ],
  ])('%s with %j is told so at its field', (id, more, path, message) =>
    inDatabase(async (trx) => {
      expect((await missing(trx, id, more)).filter((error) => error.path === path)).toEqual([
        { path, message },
      ]);
    }),
  );

  test('an article of a law whose articles nobody counted is taken, whatever its number; a counted law has an end', () =>
    inDatabase(async (trx) => {
      const told = async (article: string) =>
        (await missing(trx, 'hazard.verify', { articles: [article] })).filter(
          ({ path }) => path === 'articles',
        );
      for (const law of laws.filter(({ articles }) => articles === ''))
        for (const no of [1, 32, 60, 300]) expect(await told(`${law.name} art.${no}`)).toEqual([]);
      for (const { name, articles } of laws.filter((law) => law.articles !== '')) {
        expect(await told(`${name} art.${articles}`)).toEqual([]);
        expect(await told(`${name} art.${Number(articles) + 1}`)).toHaveLength(1);
      }
      expect(await told('工贸企业粉尘防爆安全规定 第三条之外')).toHaveLength(1);
    }));

  test('in a row of a list the error stands at the cell', () =>
    inDatabase(async (trx) => {
      const findings = (good('patrol.finding').findings as Values[]).map((row) => ({
        ...row,
        dutyUnit: 'zzzz',
      }));
      expect((await missing(trx, 'patrol.finding', { findings }))[0]).toEqual({
        path: 'findings.0.dutyUnit',
        message: expect.stringMatching(/第 1 行“责任单位”：没有这个单位，请从列表中选择$/),
      });
    }));

  test('accept refuses it, so no way in takes it', () =>
    inDatabase(async (trx) => {
      const { photos: _, ...intake } = good('hazard.intake');
      const { helpers: __, copyTo: ___, ...order } = good('hazard.order');
      await expect(
        accept(trx, officer, forms.get('hazard.intake')!, { ...intake, object: { uscc: ELSEWHERE } }, {}),
      ).rejects.toMatchObject({
        status: 400,
        errors: [{ path: 'object', message: '“被举报单位”：名录里没有这家企业，请写明企业名称' }],
      });
      await expect(
        accept(trx, officer, forms.get('hazard.order')!, { ...order, lead: 'zzzz' }, {}),
      ).rejects.toMatchObject({
        status: 400,
        errors: [{ path: 'lead', message: expect.stringContaining('没有这个单位') }],
      });
    }));

  test('a dissolved unit is refused with the name of its successor', () =>
    inDatabase(async (trx) => {
      await trx.raw(`update unit set successor_id = 'yanji' where unit_id = 'dinghai'`);
      const [error] = await missing(trx, 'hazard.rule', { unit: 'dinghai' });
      expect(error!.message).toBe(
        '“承办单位”：“定海路街道”已并入或更名为“延吉新村街道”，请改选“延吉新村街道”',
      );
    }));

  test('somebody who has left is nobody', () =>
    inDatabase(async (trx) => {
      await trx.raw(`update person set active = false where account = 'wu.beihai'`);
      expect(await missing(trx, 'hazard.verify', {})).toEqual([
        { path: 'officers', message: '“核查人”：没有“wu.beihai”这个人员，请从列表中选择' },
      ]);
    }));

  test('a firm outside the register is taken as reported where the form says so, by name and code', () =>
    inDatabase(async (trx) => {
      const of = (object: Values) => missing(trx, 'hazard.intake', { object });
      expect(await of({ uscc: ELSEWHERE, name: '外区某厂' })).toEqual([]);
      expect(await of({ name: '路边小作坊' })).toEqual([]);
      const strict: FormSchema = {
        type: 'default',
        id: 'strict',
        schemaVersion: 19,
        components: [{ type: 'firm', key: 'firm', label: '企业' }],
      };
      const message = '“企业”：名录里没有这家企业，请从列表中选择';
      for (const value of [{ name: '路边小作坊' }, { uscc: ELSEWHERE, name: '外区某厂' }])
        expect(await missingThings(trx, officer, compileForm(strict), { firm: value })).toEqual([
          { path: 'firm', message },
        ]);
      expect(await missingThings(trx, officer, compileForm(strict), { firm: { uscc: FIRM } })).toEqual([]);
    }));

  test('a case is referred to by whoever sees it, however its number is written', () =>
    inDatabase(async (trx) => {
      const { caseId } = await aCase(trx);
      const row = await one<{ case_no: string }>(trx, 'select case_no from cases where case_id = ?', [
        caseId,
      ]);
      const typed = row!.case_no.replace('〔', '[').replace('〕', '] ');
      expect(await missing(trx, 'supplement', { links: typed })).toEqual([]);
      await trx.raw(
        `select set_config('bihuan.scope', 'own', true), set_config('bihuan.groups', 'nobody', true)`,
      );
      expect(await missing(trx, 'supplement', { links: typed })).toHaveLength(1);
    }));

  test('a firm learns by a refusal no more than its picker shows: staff and strangers are the same to it', () =>
    inDatabase(async (trx) => {
      const owner = (account: string) => missing(trx, 'rectify.submit', { owner: account }, firm);
      const [staff, nobody] = [await owner('yan.beichuan'), await owner('yan.beichuam')];
      expect(staff).toEqual([
        { path: 'owner', message: '“整改责任人”：没有“yan.beichuan”这个人员，请从列表中选择' },
      ]);
      expect(nobody[0]!.message).toBe(staff[0]!.message.replace('beichuan', 'beichuam'));
      expect(await owner(firm.account)).toEqual([]);
      expect(await missing(trx, 'rectify.submit', { owner: { name: '张师傅' } }, firm)).toEqual([]);
    }));

  test('all things of a form are asked for in one statement', () =>
    inDatabase(async (trx) => {
      await missing(trx, 'hazard.verify', {});
      const asked: string[] = [];
      const listen = ({ sql }: { sql: string }) => asked.push(sql);
      trx.on('query', listen);
      expect(await missing(trx, 'hazard.verify', {})).toEqual([]);
      expect(asked).toHaveLength(1);
    }));
});
