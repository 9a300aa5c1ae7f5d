import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, jest, test } from '@jest/globals';
import { diagram, flow } from '../core/layout/snippets.ts';

// Each test starts the command line anew.
jest.setTimeout(60_000);

const main = fileURLToPath(new URL('./bihuan.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'layout-'));
const undrawn = diagram('<bpmn:startEvent id="a" /><bpmn:userTask id="b" name="办理" />' + flow('a', 'b'));

function bihuan(args: string[], env: Record<string, string> = {}) {
  const run = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe('bihuan layout', () => {
  test('draws into the file itself, or with -o into another; --json tells the measures', () => {
    const [from, to] = [file('plain.bpmn', undrawn), join(folder, 'drawn.bpmn')];
    const { status, stdout } = bihuan(['layout', from, '-o', to, '--quick', '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      file: to,
      ok: true,
      misses: [],
      metrics: { elements: 2, cross: 0 },
    });
    expect(readFileSync(from, 'utf8')).toBe(undrawn);
    expect(bihuan(['layout', from, '--quick']).status).toBe(0);
    expect(readFileSync(from, 'utf8')).toBe(readFileSync(to, 'utf8'));
  });

  test('--check ends with 1 and one Chinese line per target missed, and changes nothing', () => {
    const drawn = file('slanted.bpmn', undrawn);
    bihuan(['layout', drawn, '--quick']);
    const slanted = readFileSync(drawn, 'utf8').replace(
      /(waypoint x="\d+" y=")(\d+)/,
      (_, a, y) => a + (Number(y) + 9),
    );
    writeFileSync(drawn, slanted);
    const { status, stdout } = bihuan(['layout', drawn, '--check']);
    expect(status).toBe(1);
    expect(stdout.trim().split('\n')).toEqual([expect.stringMatching(/^slant .*\p{Script=Han}/u)]);
    expect(readFileSync(drawn, 'utf8')).toBe(slanted);
  });

  test('what is no BPMN is refused with 2 and one sentence', () => {
    const { status, stdout, stderr } = bihuan(['layout', file('junk.bpmn', 'hello')]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^拒绝.*BPMN/);
    expect(stderr).not.toContain('at ');
  });
});

describe('bihuan render', () => {
  test('without a Chromium it ends with 2 and says what to install', () => {
    const nowhere = join(folder, 'no-such-browser');
    const { status, stderr } = bihuan(['render', file('any.bpmn', undrawn)], { BIHUAN_CHROMIUM: nowhere });
    expect(status).toBe(2);
    expect(stderr).toContain(nowhere);
  });
});

describe('what lint refuses unread', () => {
  const XXE = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
  const nested = (n: number): string =>
    diagram('<bpmn:subProcess id="s">'.repeat(n) + '</bpmn:subProcess>'.repeat(n));
  const cases: [string, string, RegExp][] = [
    ['an external entity', undrawn.replace(/^(<\?xml.*?\?>)?/, XXE).replace('办理', '&x;'), /DOCTYPE/],
    ['100,000 nested subprocesses', nested(100_000), /超过 1 MB/],
    ['as many as fit into the size', nested(20_000), /嵌套超过 64 层/],
    ['another kind of XML', '<html xmlns="http://www.w3.org/1999/xhtml"/>', /不是 BPMN/],
  ];
  test.each(cases)('%s is refused by layout and render too, with the same reason', (_, content, reason) => {
    const hostile = file('hostile.bpmn', content);
    for (const command of [['layout'], ['layout', '--check'], ['render'], ['lint']]) {
      const started = Date.now();
      const { status, stdout, stderr } = bihuan([command[0]!, hostile, ...command.slice(1)]);
      expect([command, status, stdout]).toEqual([command, 2, '']);
      expect(stderr).toMatch(reason);
      expect(Date.now() - started).toBeLessThan(15_000);
    }
    expect(readFileSync(hostile, 'utf8')).toBe(content);
  });

  test('a pipe nobody writes to is not waited for', () => {
    spawnSync('mkfifo', [join(folder, 'pipe')]);
    for (const command of ['layout', 'render'])
      expect(bihuan([command, join(folder, 'pipe')])).toMatchObject({
        status: 2,
        stderr: '拒绝:这不是一个普通文件\n',
      });
  });
});
