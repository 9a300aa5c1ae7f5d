import { beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
// @ts-expect-error plain JavaScript: it runs where nothing is installed yet
import { installReason, sourcesHash } from './setup.js';

let root: string;
const lock = (packages: object): void => write('package-lock.json', packages);
const installed = (packages: object): void => write('node_modules/.package-lock.json', packages);
const write = (file: string, packages: object): void => put(file, JSON.stringify({ packages }));

function put(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'setup-'));
});

describe('whether packages must be installed', () => {
  const a1 = { 'node_modules/a': { version: '1.0.0' } };

  test('yes on a fresh clone', () => {
    lock(a1);

    expect(installReason(root)).toBe('尚未安装依赖');
  });

  test('yes after an install that broke off: npm writes its note last', () => {
    lock(a1);
    put('node_modules/a/package.json', '{}');

    expect(installReason(root)).toBe('尚未安装依赖');
  });

  test('no when what is there is what the lockfile says', () => {
    lock({ '': { name: 'root' }, ...a1 });
    installed(a1);

    expect(installReason(root)).toBeUndefined();
  });

  test.each([
    ['another version', { 'node_modules/a': { version: '2.0.0' } }],
    ['one that is missing', {}],
    ['one too many', { ...a1, 'node_modules/b': { version: '1.0.0' } }],
  ])('yes with %s', (_, present) => {
    lock(a1);
    installed(present);

    expect(installReason(root)).toContain('不一致');
  });

  test('no when only a package for another system is missing', () => {
    lock({ ...a1, 'node_modules/mac-only': { version: '1.0.0', optional: true } });
    installed(a1);

    expect(installReason(root)).toBeUndefined();
  });
});

describe('whether the pages must be built anew', () => {
  beforeEach(() => {
    lock({});
    put('web/main.tsx', 'one');
    put('core/words.ts', 'shared');
  });

  test.each([
    ['a page changes', 'web/main.tsx', 'two'],
    ['code that pages share changes', 'core/words.ts', 'other'],
    ['a page is added', 'web/inbox/inbox.page.tsx', 'new'],
    ['a package changes', 'package-lock.json', '{"packages":{"node_modules/react":{"version":"20"}}}'],
  ])('yes when %s', (_, file, text) => {
    const before = sourcesHash(root);

    put(file, text);

    expect(sourcesHash(root)).not.toBe(before);
  });

  test('no when only a test or something else changes', () => {
    const before = sourcesHash(root);

    put('web/inbox/inbox.test.ts', 'test');
    put('docs/guide.md', 'text');

    expect(sourcesHash(root)).toBe(before);
  });

  test('yes when a page is renamed without a change', () => {
    const before = sourcesHash(root);
    rmSync(path.join(root, 'web/main.tsx'));

    put('web/start.tsx', 'one');

    expect(sourcesHash(root)).not.toBe(before);
  });
});
