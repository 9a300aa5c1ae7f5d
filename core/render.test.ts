import { describe, expect, test } from '@jest/globals';
import { findChromium } from './render.ts';

describe('the browser to draw with', () => {
  const only = (path: string) => (place: string) => place === path;

  test('is the one the environment names', () => {
    expect(findChromium({ BIHUAN_CHROMIUM: '/opt/c' }, only('/opt/c'))).toBe('/opt/c');
  });

  test('else the first in the usual places', () => {
    expect(findChromium({}, only('/usr/bin/chromium'))).toBe('/usr/bin/chromium');
  });

  test('where there is none, the message says what to install', () => {
    expect(() => findChromium({}, () => false)).toThrow(
      expect.objectContaining({ title: expect.stringContaining('apt install chromium') }),
    );
    expect(() => findChromium({ BIHUAN_CHROMIUM: '/gone' }, () => false)).toThrow(
      expect.objectContaining({ title: expect.stringContaining('/gone') }),
    );
  });
});
