import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { derivedKeys } from '../core/keys.ts';
import { keptKeys, readKeys } from './key-file.ts';

const folder = (): string => mkdtempSync(path.join(os.tmpdir(), 'key-file-'));

test('keys are made once, stay from start to start, and nobody else can read them', () => {
  const dataDir = folder();
  expect(readKeys(dataDir)).toBeUndefined();

  const made = keptKeys(dataDir);

  expect(keptKeys(dataDir)).toEqual(made);
  expect(statSync(path.join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600);
  expect(existsSync(path.join(dataDir, 'secret'))).toBe(false);
});

test('an installation of one secret keeps what was derived from it', () => {
  const dataDir = folder();
  const secret = 'f00d'.repeat(16);
  writeFileSync(path.join(dataDir, 'secret'), `${secret}\n`);

  expect(keptKeys(dataDir)).toEqual(derivedKeys(secret));
  expect(JSON.parse(readFileSync(path.join(dataDir, 'keys.json'), 'utf8'))).toEqual(derivedKeys(secret));
});

test('a file that lacks a kind is refused, never completed in silence', () => {
  const dataDir = folder();
  const { vault: _, ...rest } = keptKeys(dataDir);
  writeFileSync(path.join(dataDir, 'keys.json'), JSON.stringify(rest));

  expect(() => keptKeys(dataDir)).toThrow('vault');
});
