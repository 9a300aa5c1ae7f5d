import { beforeEach, describe, expect, test } from '@jest/globals';
import type { FormSchema } from '../types.ts';
import { draftKey, dropLocal, keepLocal, readLocal, withoutSecrets } from './draft.ts';

/** As much of a browser's storage as a draft needs. */
class Shelf {
  readonly held = new Map<string, string>();
  full = false;
  getItem(key: string): string | null {
    return this.held.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.full) throw new Error('QuotaExceededError');
    this.held.set(key, value);
  }
  removeItem(key: string): void {
    this.held.delete(key);
  }
}

const schema: FormSchema = {
  type: 'default',
  components: [
    {
      type: 'group',
      components: [
        { type: 'textfield', key: 'reporter', properties: { vault: true } },
        { type: 'textarea', key: 'description' },
      ],
    },
  ],
};
const key = draftKey('mei.siqi', 'new.hazard-dispatch');
let disk: Shelf;
let tab: Shelf;

beforeEach(() => {
  disk = new Shelf();
  tab = new Shelf();
  Object.assign(globalThis, { localStorage: disk, sessionStorage: tab });
});

describe('a draft in the browser', () => {
  test('comes back as it was written', () => {
    keepLocal(key, schema, { reporter: '王某', description: '楼道堆物' });
    expect(readLocal(key)?.data).toEqual({ reporter: '王某', description: '楼道堆物' });
  });

  test("never puts the reporter's identity on the disk", () => {
    keepLocal(key, schema, { reporter: '王某', description: '楼道堆物' });
    expect([...disk.held.values()].join()).not.toContain('王某');
    expect(withoutSecrets(schema, { reporter: '王某', description: '楼道堆物' })).toEqual({
      description: '楼道堆物',
    });
  });

  test('a full storage does not stop the work', () => {
    disk.full = true;
    expect(() => keepLocal(key, schema, { description: '楼道堆物' })).not.toThrow();
    expect(readLocal(key)?.data['description']).toBeUndefined();
  });

  test('is gone after it was dropped, and a broken one counts as none', () => {
    keepLocal(key, schema, { reporter: '王某', description: '楼道堆物' });
    dropLocal(key);
    expect(readLocal(key)).toBeNull();
    disk.setItem(key, '{broken');
    expect(readLocal(key)).toBeNull();
  });

  test('one person does not see the draft of another', () => {
    keepLocal(key, schema, { description: '楼道堆物' });
    expect(readLocal(draftKey('gu.xinlan', 'new.hazard-dispatch'))).toBeNull();
  });
});
