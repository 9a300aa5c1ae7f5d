import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const launcher = path.join(import.meta.dirname, 'bihuan.js');

function bihuan(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [launcher, ...args], { encoding: 'utf8' });
}

describe('the command line', () => {
  test('help names every command that there is, in Chinese', () => {
    const { status, stdout } = bihuan('--help');

    expect(status).toBe(0);
    expect(stdout).toMatch(/up +启动整个系统/);
  });

  test.each([['up'], ['up', '--port', '8080'], ['help', 'up']].map((words) => [words]))(
    '%j with --help answers without starting anything',
    (words) => {
      const { status, stdout } = bihuan(...words, '--help');

      expect(status).toBe(0);
      expect(stdout).toContain('--no-demo');
    },
  );

  test.each([
    ['an unknown command', ['frobnicate'], "没有命令 'frobnicate'"],
    ['an unknown option', ['up', '--frobnicate'], "没有选项 '--frobnicate'"],
    ['an option without its value', ['up', '--port'], '缺少值'],
    ['a demo that others could reach', ['up', '--host', '0.0.0.0'], '演示方式只能监听本机地址'],
  ])('%s ends with 2 and says so in Chinese', (_, args, message) => {
    const { status, stdout, stderr } = bihuan(...args);

    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
  });
});
