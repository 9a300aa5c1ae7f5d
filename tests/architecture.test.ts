import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const run = promisify(execFile);

describe('the house', () => {
  test('the arrows hold: web → core ← workers, core on packages only, runtime below', async () => {
    // when dependency-cruiser reads the whole tree with the rules of .dependency-cruiser.json
    const { stdout } = await run(
      process.execPath,
      [
        'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
        '--config',
        '.dependency-cruiser.json',
        '--output-type',
        'json',
        'core',
        'workers',
        'web',
        'runtime',
        'bin',
        'processes',
        'migrations',
      ],
      { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 },
    );
    const { summary } = JSON.parse(stdout) as {
      summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
    };
    // then it saw the code and found no forbidden arrow
    expect(summary.totalCruised).toBeGreaterThan(100);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  }, 120_000);

  test('the top level is the one people expect', () => {
    const folders = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .filter((name) => !['node_modules', 'dist', 'coverage'].includes(name));
    expect(folders.sort()).toEqual([
      'bench',
      'bin',
      'core',
      'docs',
      'migrations',
      'processes',
      'runtime',
      'tests',
      'web',
      'workers',
    ]);
  });
});
