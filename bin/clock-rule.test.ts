import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const launcher = fileURLToPath(new URL('./bihuan.js', import.meta.url));

function bihuan(args: string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], {
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('bihuan clock', () => {
  test('a person reads the end, the rolling and the article', () => {
    const { status, stdout } = bihuan(['clock', 'due', 'accident.probe.60d', '--from', '2026-08-05T14:20']);
    expect(status).toBe(0);
    expect(stdout).toContain('届满  2026-10-08 24:00（名义末日 2026-10-04，遇休息日顺延）');
    expect(stdout).toContain('国务院令493 art.29（法律规定）');
  });

  test('an unknown key ends with 2 and near names', () => {
    const { status, stdout, stderr } = bihuan(['clock', 'due', 'penalty.server', '--from', '2026-02-11']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('相近的有：penalty.serve');
  });

  test('lines in, lines out; a bad line ends the whole with 1', () => {
    const input = '{"key":"evaluation.latest","from":"2026-01-15"}\n{"key":"nope","from":"2026-01-15"}\n';
    const { status, stdout } = bihuan(['clock', 'due', '--stdin'], input);
    expect(status).toBe(1);
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({ dueOn: '2027-01-15', provisional: true });
    expect(second).toMatchObject({ line: 2 });
  });

  test('the list holds every limit of the pack', () => {
    const { clocks } = JSON.parse(bihuan(['clock', 'list', '--json']).stdout) as { clocks: unknown[] };
    expect(clocks).toHaveLength(186);
  });
});

describe('bihuan rule', () => {
  test('a rule answers with 0, a wrong input with 1, an unknown rule with 2', () => {
    const answered = bihuan(['rule', 'accident.grade', '{"deaths":3}', '--json']);
    expect([answered.status, JSON.parse(answered.stdout)]).toMatchObject([
      0,
      { grade: 'larger', packVersion: 1 },
    ]);
    const wrong = bihuan(['rule', 'accident.grade', '{"deaths":"3"}', '--json']);
    expect([wrong.status, JSON.parse(wrong.stdout)]).toMatchObject([1, { errors: [{ path: 'deaths' }] }]);
    const unknown = bihuan(['rule', 'accident.grad', '{}']);
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('accident.grade');
  });

  test('lines may name their rule', () => {
    const input =
      '{"rule":"return.x","input":{}}\n{"rule":"limit.reached","input":{"key":"return.limit","count":2}}\n';
    const { status, stdout } = bihuan(['rule', '--stdin'], input);
    expect(status).toBe(1);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([{ line: 1 }, { reached: true, limit: 2 }]);
  });

  test('the list says which fields each rule takes', () => {
    const listed = JSON.parse(bihuan(['rule', '--list', '--json']).stdout) as {
      name: string;
      input: object;
    }[];
    expect(listed.find(({ name }) => name === 'fine.range')?.input).toMatchObject({ required: ['key'] });
  });
});
