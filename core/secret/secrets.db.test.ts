import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aSubmission, deployed } from '../../tests/harness/factories.ts';
import type { Trx } from '../db.ts';
import { latestDefinition } from '../definitions.ts';
import { maskOf } from '../export/mask.ts';
import { leaksOf } from '../verdict/vault-scan.ts';
import { sealReporter, type Reporter } from '../vault.ts';
import { setVaultKeys } from '../vault-keys.ts';
import { entryNotes } from './entry.ts';
import { secretsOf } from './index.ts';
import { knownNames } from './known.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  setVaultKeys([{ id: 1, value: '0a'.repeat(32) }]);
});
afterAll(() => database.close());

const PHONE = '13812345678';
const given = <T>(
  reporter: Reporter,
  work: (trx: Trx, caseId: string) => Promise<T>,
  description = '居民楼三楼电梯困人，居民反映物业不处理',
) =>
  rolledBack(database.db, async (trx) => {
    const { caseId } = await aCase(trx, {
      title: description,
      facts: { description, object: '某物业公司', place: '杨浦区平凉路1号' },
    });
    await sealReporter(trx, caseId, reporter);
    return work(trx, caseId);
  });

/** A form handed in by somebody of the bureau, in which the text stands. */
const written = (trx: Trx, caseId: string, data: Record<string, unknown>) =>
  aSubmission(trx, { caseId, elementId: 'verify', formId: 'hazard.verify', data });

describe('words that stand for anybody', () => {
  test.each([
    '居民',
    '群众',
    '女士',
    '先生',
    '匿名',
    '业主',
    '路人',
    '热心市民',
    '王女士',
    '李师傅',
    '欧阳先生',
    '张某',
    '杨浦',
    '五角场',
    '无',
  ])('%s turns no case red, blackens no paper and hides no row', (word) =>
    given({ reporter: word, reporterPhone: PHONE }, async (trx, caseId) => {
      await written(trx, caseId, { facts: `居民群众、女士先生、匿名业主路人、杨浦五角场：${word}反映属实` });
      expect(await leaksOf(trx, caseId)).toEqual([]);
      const mask = await maskOf(trx, caseId);
      expect(mask.text(`${word}反映：居民楼三楼`)).toBe(`${word}反映：居民楼三楼`);
      expect(mask.withheld.size).toBe(0);
    }),
  );

  test('real names are not among them, also rare ones and such with a way of address behind', () =>
    rolledBack(database.db, async (trx) => {
      const { common, bare } = await knownNames(trx, ['虞举某', '欧阳晓明', '张三先生', '王芳', '祝愿之']);
      expect(common.size).toBe(0);
      expect(bare).toEqual(['虞举某', '欧阳晓明', '张三', '王芳', '祝愿之']);
    }));
});

describe('what gives a reporter away', () => {
  test.each([
    ['name with a blank', '据欧阳 晓明反映'],
    ['number with hyphens', '联系138-1234-5678'],
    ['number in full width', '电话１３８１２３４５６７８'],
    ['number in Chinese', '一三八一二三四五六七八'],
  ])('%s: found in the form, and masked in the export', (_, text) =>
    given({ reporter: '欧阳晓明', reporterPhone: PHONE }, async (trx, caseId) => {
      const taskId = await written(trx, caseId, { facts: text });
      expect(await leaksOf(trx, caseId)).toEqual([
        { ref: { kind: 'task', id: taskId, label: '表单' }, by: 'gu.xinlan' },
      ]);
      const mask = await maskOf(trx, caseId);
      expect(JSON.stringify(mask.value({ facts: text }))).toContain('已遮蔽');
      expect(mask.text(text)).toContain('已遮蔽');
    }),
  );

  test('a number hidden in what the vault keeps besides is looked for too', () =>
    given({ reporter: '欧阳晓明', extraVault: '儿子的电话 139 0000 1111' }, async (trx, caseId) => {
      expect((await secretsOf(trx, caseId)).tells('请打13900001111')).toBe(true);
    }));

  test('who opened the case as its reporter is looked for, although he has an account', () =>
    given({ openerName: '祝愿之', openerAccount: 'zhu.yuanzhi' }, async (trx, caseId) => {
      await written(trx, caseId, { facts: '志愿者祝愿之反映' });
      expect(await leaksOf(trx, caseId)).toHaveLength(1);
    }));
});

describe('a reporter who acts in the case officially (企业自报)', () => {
  test('his name in the field for the owner is no leak; in a text it is', () =>
    given({ reporter: '冯国栋', reporterPhone: PHONE }, async (trx, caseId) => {
      await written(trx, caseId, { owner: '冯国栋', receiver: '冯国栋', facts: '已完成整改' });
      expect(await leaksOf(trx, caseId)).toEqual([]);
      expect((await maskOf(trx, caseId)).value({ owner: '冯国栋' })).toEqual({ owner: '冯国栋' });
      await written(trx, caseId, { owner: '冯国栋', facts: '冯国栋来电举报' });
      expect(await leaksOf(trx, caseId)).toHaveLength(1);
    }));

  test('with an account he acts under his name: papers and trail name him', () =>
    given({ reporter: '陈亮舟', reporterPhone: PHONE }, async (trx, caseId) => {
      await aSubmission(trx, {
        caseId,
        elementId: 'rectify',
        formId: 'rectify.submit',
        data: { done: '陈亮舟负责' },
        by: 'firm.chen.liang',
      });
      expect(await leaksOf(trx, caseId)).toEqual([]);
    }));

  test('somebody of the same name who has nothing to do with the case changes nothing', () =>
    given({ reporter: '陈亮舟', reporterPhone: PHONE }, async (trx, caseId) => {
      await written(trx, caseId, { facts: '陈亮舟反映' });
      expect(await leaksOf(trx, caseId)).toHaveLength(1);
    }));
});

describe('at entry the clerk is told', () => {
  const notes = (data: Record<string, unknown>) =>
    rolledBack(database.db, async (trx) => {
      await deployed(trx, 'hazard-dispatch');
      const { meta, form } = await latestDefinition(trx, 'hazard-dispatch');
      return entryNotes(trx, form(meta.startForm!), { reporterPhone: PHONE, ...data });
    });

  test('that a word for anybody protects nobody', async () => {
    expect(await notes({ reporter: '居民', description: '居民楼漏水' })).toMatchObject([{ key: 'reporter' }]);
  });
  test('that name or telephone stand in the open part of the report', async () => {
    const found = await notes({
      reporter: '欧阳晓明',
      description: '欧阳 晓明来电',
      place: { address: '打138-1234-5678' },
    });
    expect(found.map(({ key }) => key).sort()).toEqual(['description', 'place']);
  });
  test('nothing, where all is well', async () => {
    expect(await notes({ reporter: '欧阳晓明', description: '楼道堆放杂物' })).toEqual([]);
  });
});
