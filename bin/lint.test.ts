import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, jest, test } from '@jest/globals';
import { diagram, end, flows, start, user } from '../processes/lint/support/snippets.ts';

// Each test starts the command line anew.
jest.setTimeout(60_000);

const main = fileURLToPath(new URL('./bihuan.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lint-'));

function lint(name: string, content: string | null, ...options: string[]) {
  const file = join(folder, name);
  if (content !== null) writeFileSync(file, content);
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'lint', file, ...options], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return { status, stdout, stderr, file };
}
const unfinished = diagram(start() + user('check') + end() + flows('start check end'));

describe('bihuan lint', () => {
  test('findings end with 1, one line each: element, rule, Chinese message', () => {
    const { status, stdout, stderr } = lint('unfinished.bpmn', unfinished);
    expect(status).toBe(1);
    expect(stderr).toBe('');
    const lines = stdout.trim().split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^check {2}groups-present {2}\S*\p{Script=Han}/u));
    for (const line of lines) expect(line).toMatch(/^\S+ {2}[a-z-]+ {2}.*\p{Script=Han}/u);
  });

  test('--json tells the same as one object', () => {
    const { status, stdout, file } = lint('unfinished.bpmn', unfinished, '--json');
    expect(status).toBe(1);
    const answer = JSON.parse(stdout) as { findings: object[] };
    expect(answer).toMatchObject({ file, ok: false, refused: null });
    expect(answer.findings).toContainEqual({
      element: 'check',
      rule: 'groups-present',
      severity: 'error',
      message: expect.any(String),
    });
  });

  test('what is refused ends with 2 and a reason, without a stack trace', () => {
    const hostile = lint('hostile.bpmn', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>');
    expect(hostile.status).toBe(2);
    expect(hostile.stderr).toMatch(/^拒绝：.*DOCTYPE.*\n$/);
    const { status, stdout } = lint('hostile.bpmn', null, '--json');
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      refused: { reason: expect.stringContaining('DOCTYPE') },
      findings: [],
    });
  });

  test('a file that is not there, and a folder, are refused', () => {
    expect(lint('missing.bpmn', null)).toMatchObject({ status: 2, stderr: '拒绝：没有这个文件\n' });
    expect(lint('.', null)).toMatchObject({ status: 2, stderr: expect.stringContaining('不是一个普通文件') });
  });

  test('a pipe nobody writes to is refused, not waited for', () => {
    spawnSync('mkfifo', [join(folder, 'pipe')]);
    expect(lint('pipe', null)).toMatchObject({ status: 2 });
  });
});
