import { expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { keptSecret, readablePassword } from './installation.ts';
import { readState, writeState } from './state.ts';

const folder = (): string => mkdtempSync(path.join(os.tmpdir(), 'state-'));
const state = {
  url: 'http://127.0.0.1:8080',
  ports: { web: 8080 },
  pids: { node: 1 },
  demoPassword: 'abc',
  startedAt: '2026-01-01T00:00:00.000Z',
  version: '0.1.0',
};

test('the state of an installation can be read by its owner only, and leaves no draft beside it', () => {
  const dataDir = folder();

  writeState(dataDir, state);

  expect(readState(dataDir)).toEqual(state);
  expect(statSync(path.join(dataDir, 'state.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataDir)).toEqual(['state.json']);
});

test('an installation that never started, or whose state is torn, has none', () => {
  const dataDir = folder();
  expect(readState(dataDir)).toBeUndefined();

  writeFileSync(path.join(dataDir, 'state.json'), '{"url":');

  expect(readState(dataDir)).toBeUndefined();
});

test('a secret is made once and stays', () => {
  const file = path.join(folder(), 'secret');

  const first = keptSecret(file);

  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(keptSecret(file)).toBe(first);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a demo password has twelve characters, none of which is taken for another, and is never the same', () => {
  const passwords = Array.from({ length: 200 }, readablePassword);

  for (const password of passwords) expect(password).toMatch(/^[a-hjkmnp-z2-9]{12}$/);
  expect(new Set(passwords).size).toBe(passwords.length);
});
