import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { shippedDiagrams } from '../../core/deploy.ts';
import { useProduct } from '../harness/product.ts';
import { stories } from '../harness/story.ts';

const product = useProduct();
const given = stories(product);
const BIHUAN = fileURLToPath(new URL('../../bin/bihuan.js', import.meta.url));

/** Run a command against the product under test. */
function bihuan(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = {
    ...process.env,
    DATABASE_URL: product.ownerDatabaseUrl,
    ZEEBE_ADDRESS: product.gatewayAddress,
  };
  return new Promise((resolve) =>
    execFile(process.execPath, [BIHUAN, ...args], { env, cwd: path.dirname(BIHUAN) }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    ),
  );
}
const lastLine = (out: string): unknown => JSON.parse(out.trim().split('\n').at(-1)!);

describe('operator commands', () => {
  test('migrate finds the schema up to date', async () => {
    const { code, out } = await bihuan('migrate', '--json');
    expect([code, lastLine(out)]).toEqual([0, { ran: [] }]);
  });

  test('deploy finds every shipped process unchanged', async () => {
    const { code, out } = await bihuan('deploy', '--json');
    const { deployed } = lastLine(out) as { deployed: { process: string; fresh: boolean }[] };
    expect(code).toBe(0);
    expect(deployed.map(({ process: id, fresh }) => [id, fresh])).toEqual(
      shippedDiagrams().map(({ process: id }) => [id, false]),
    );
  });

  test('fsck finds nothing in a healthy installation, and exactly what was broken', async () => {
    const story = await given.report();
    const { taskId } = await story.task('accept');
    const healthy = await bihuan('fsck', '--json');
    expect([healthy.code, lastLine(healthy.out)]).toEqual([0, { ok: true, repaired: 0, findings: [] }]);

    const [row] = await product.rows<{ grp: string; due_at: Date }>(
      'select grp, due_at from task_candidate where task_id = $1 limit 1',
      [taskId],
    );
    const all = await product.rows<{ grp: string; due_at: string; task_id: string }>(
      'select grp, due_at::text, task_id from task_candidate where task_id = $1',
      [taskId],
    );
    await product.arrange('delete from task_candidate where task_id = $1', [taskId]);
    const broken = await bihuan('fsck', '--json');
    for (const one of all)
      await product.arrange('insert into task_candidate (grp, due_at, task_id) values ($1, $2, $3)', [
        one.grp,
        one.due_at,
        one.task_id,
      ]);

    expect(row).toBeDefined();
    expect(broken.code).toBe(1);
    expect(lastLine(broken.out)).toMatchObject({ ok: false, findings: [{ invariant: 'I3', ref: taskId }] });
    expect((await bihuan('fsck')).out).toContain('没有发现问题');
  });

  test('the last line of demo --json is what the contract says, and nothing else goes to standard output', async () => {
    const { code, out, err } = await bihuan(
      'demo',
      'hazard-dispatch',
      '--json',
      '--spoil',
      'C3',
      '--url',
      product.url,
      '--password',
      product.password,
    );
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(Object.keys(lastLine(out) as object)).toEqual([
      'caseId',
      'caseNo',
      'verdict',
      'redLines',
      'refused',
      'export',
      'verified',
    ]);
    expect(lastLine(out)).toMatchObject({
      verdict: 'red',
      refused: { step: '复查', rule: 'C3 人员分离' },
      verified: true,
    });
    expect(err).toContain('故意出错（C3）');
  });

  test('commands that are used wrongly end with 2', async () => {
    expect((await bihuan('demo', 'no-such-process')).code).toBe(2);
    expect((await bihuan('demo', 'hazard-dispatch', '--spoil', 'C99')).code).toBe(2);
    expect((await bihuan('demo', 'hazard-dispatch', '--case', 'D-none')).code).toBe(2);
    expect((await bihuan('fsck', '--data', '/nonexistent')).code).toBe(2);
  });
});
