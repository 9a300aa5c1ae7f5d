import { beforeEach, describe, expect, test } from '@jest/globals';
import type { FormSchema } from '../types.ts';
import {
  draftKey,
  dropAllLocal,
  dropLocal,
  holdsSecrets,
  keepLocal,
  readLocal,
  unsent,
  withoutSecrets,
} from './draft.ts';
import { forgetKey, forgetKeptKey, readyKey, seal, unseal } from './seal.ts';

/** As much of a browser's storage as a draft needs. */
class Shelf {
  readonly held = new Map<string, string>();
  full = false;
  get length(): number {
    return this.held.size;
  }
  key(i: number): string | null {
    return [...this.held.keys()][i] ?? null;
  }
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
const WRITTEN = { reporter: '王某', description: '楼道堆物' };
const key = draftKey('mei.siqi', 'new.hazard-dispatch');
const keys: Record<string, string> = {
  'mei.siqi': Buffer.alloc(32, 1).toString('base64'),
  'gu.xinlan': Buffer.alloc(32, 2).toString('base64'),
};
let disk: Shelf;
let tab: Shelf;
let who: string;

/** Log in: the server gives its person, and nobody else, the key. */
async function logIn(account: string): Promise<void> {
  who = account;
  await readyKey(account);
}

beforeEach(async () => {
  disk = new Shelf();
  tab = new Shelf();
  Object.assign(globalThis, {
    localStorage: disk,
    sessionStorage: tab,
    fetch: () => Promise.resolve(Response.json({ key: keys[who] })),
  });
  forgetKey();
  dropAllLocal(null);
  await logIn('mei.siqi');
});

/** Everything on the disk that is no key. */
const onDisk = (): string => [...disk.held.values(), ...tab.held.values()].join();

describe('a draft in the browser', () => {
  test('comes back as it was written', () => {
    keepLocal(key, schema, WRITTEN);
    expect(readLocal(key)?.data).toEqual(WRITTEN);
  });

  test('can be read by nobody who opens the storages, and the reporter stands in none at all', () => {
    keepLocal(key, schema, WRITTEN);
    expect(onDisk()).not.toMatch(/王某|楼道/);
    expect(tab.held.size).toBe(0);
    // with the key: the text, never the vault
    expect(JSON.stringify(unsent('mei.siqi'))).toContain('楼道堆物');
    expect(JSON.stringify(unsent('mei.siqi'))).not.toContain('王某');
    expect(withoutSecrets(schema, WRITTEN)).toEqual({ description: '楼道堆物' });
  });

  test('survives an expired session for the same person, and for no other', async () => {
    keepLocal(key, schema, WRITTEN);
    forgetKey();
    dropAllLocal(null);
    expect(readLocal(key)).toBeNull();
    await logIn('gu.xinlan');
    expect(readLocal(key)).toBeNull();
    expect(unsent('gu.xinlan')).toEqual([]);
    forgetKey();
    await logIn('mei.siqi');
    expect(readLocal(key)?.data).toEqual({ description: '楼道堆物' });
  });

  test('is opened without a network by a key that leaves the disk with the session', async () => {
    keepLocal(key, schema, WRITTEN);
    expect(onDisk()).toContain(keys['mei.siqi']);
    forgetKeptKey();
    expect(onDisk()).not.toContain(keys['mei.siqi']);
    // the page that is still open goes on
    expect(readLocal(key)?.data).toEqual(WRITTEN);
  });

  test('is unsent until the server has it; typed vault fields keep it so', () => {
    keepLocal(key, schema, { description: '楼道堆物' }, { sent: true });
    expect(unsent('mei.siqi')).toEqual([]);
    keepLocal(key, schema, WRITTEN, { sent: true });
    expect(unsent('mei.siqi')).toMatchObject([{ secret: true }]);
    expect(holdsSecrets()).toBe(true);
  });

  test('a full storage does not stop the work', () => {
    disk.full = true;
    expect(() => keepLocal(key, schema, { description: '楼道堆物' })).not.toThrow();
    expect(readLocal(key)?.data['description']).toBeUndefined();
  });

  test('is gone after it was dropped, and a broken one counts as none', () => {
    keepLocal(key, schema, WRITTEN);
    dropLocal(key);
    expect(readLocal(key)).toBeNull();
    disk.setItem(key, '{broken');
    expect(readLocal(key)).toBeNull();
  });

  test('log-out takes all drafts of the person away and leaves those of others sealed', () => {
    keepLocal(key, schema, WRITTEN);
    keepLocal(draftKey('gu.xinlan', 'x'), schema, { description: '别人的' });
    dropAllLocal('mei.siqi');
    expect(
      [...disk.held.keys()].filter((name) => name.includes('mei.siqi') && name.includes('draft.')),
    ).toEqual([]);
    expect(disk.held.has(draftKey('gu.xinlan', 'x'))).toBe(true);
    expect(holdsSecrets()).toBe(false);
  });

  test('a sealed picture opens byte for byte for its person, and for nobody without the key', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
    const sealed = seal(bytes)!;
    expect(unseal(sealed)).toEqual(bytes);
    forgetKey();
    expect(unseal(sealed)).toBeNull();
    expect(seal(bytes)).toBeNull();
  });
});
