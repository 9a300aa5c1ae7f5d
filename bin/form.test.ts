import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const AT = '2026-03-24T10:00+08:00';
const sample = (id: string): string => `tests/fixtures/forms/${id}.good.json`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'form-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const bihuan = (args: string[], input = '') => {
  const { status, stdout, stderr } = spawnSync('node', ['bin/bihuan.js', 'form', ...args], {
    cwd: root,
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe('bihuan form check', () => {
  test('right data ends with 0 and an empty list of errors', () => {
    const { status, stdout } = bihuan([
      'check',
      'hazard.verify',
      sample('hazard.verify'),
      '--at',
      AT,
      '--json',
    ]);
    expect(JSON.parse(stdout)).toEqual({ form: 'hazard.verify', ok: true, errors: [] });
    expect(status).toBe(0);
  });

  test('wrong data ends with 1, one line per field: path, then a Chinese sentence; from standard input too', () => {
    const { status, stdout } = bihuan(
      ['check', 'approve', '-', '--at', AT],
      '{"decision":"refuse","extra":1}',
    );
    expect(stdout.trim().split('\n')).toEqual([
      'opinion “意见”必须填写',
      'signature “签名”须签名',
      'extra 表单里没有“extra”这个字段',
    ]);
    expect(status).toBe(1);
  });

  test('time and law decide: the same data is too late on another day', () => {
    const { status, stdout } = bihuan(['check', 'hazard.verify', sample('hazard.verify'), '--at', '2026-04-15T00:00+08:00']); // prettier-ignore
    expect(stdout).toBe('rectifyBy “整改期限”须晚于今天\n');
    expect(status).toBe(1);
  });

  test('a form file that is not one of ours can be checked by its path, and refused when the server could not check it', () => {
    const file = join(folder, 'mine.form');
    const field = { type: 'filepicker', id: 'F', key: 'a', label: '甲' };
    writeFileSync(
      file,
      JSON.stringify({ type: 'default', id: 'mine', schemaVersion: 19, components: [field] }),
    );
    const { status, stderr } = bihuan(['check', file, '-'], '{}');
    expect(stderr).toContain('filepicker');
    expect(status).toBe(2);
  });

  test.each([
    [['check', 'hazard.verfy', '-'], '{}', 'hazard.verify'],
    [['check', 'approve', 'no-such-file.json'], '', 'no-such-file.json'],
    [['check', 'approve', '-'], '{"decision":', '不是 JSON'],
    [['check', 'approve', '-', '--at', 'gestern'], '{}', 'gestern'],
    [['check', 'approve'], '', '缺少参数'],
  ])('%j can not be read: 2, and says why without a stack', (args, input, part) => {
    const { status, stdout, stderr } = bihuan(args, input);
    expect(stderr).toContain(part);
    expect(stderr).not.toContain('    at ');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

test('bihuan form list names every form with its Chinese title', () => {
  const { status, stdout } = bihuan(['list', '--json']);
  expect(JSON.parse(stdout)).toContainEqual({
    id: 'strike-off',
    title: '销号/办结审批',
    process: 'generic',
    fields: 5,
  });
  expect(status).toBe(0);
});
