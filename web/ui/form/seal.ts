import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { bytesToUtf8, managedNonce, utf8ToBytes } from '@noble/ciphers/utils.js';
import { request } from '../http.ts';

const KEY = 'bihuan.draft-key';
/** As long as a session lives: a browser that has not seen the server since then keeps only what nobody can read. */
const SESSION_MS = 8 * 3600_000;

let held: { account: string; key: Uint8Array } | null = null;

const cipher = (key: Uint8Array) => managedNonce(xchacha20poly1305)(key);

/**
 * What a browser keeps for a person is sealed with a key that the server gives to that person only (decision 0015). It
 * lies beside the session while that lasts, so that work goes on without a network, and is gone with it: what was not
 * sent can then be opened by nobody but the same person, who gets the key again at the next log-in.
 */
export async function readyKey(account: string): Promise<void> {
  const kept = readKept();
  if (held?.account === account) return remember(account);
  if (kept?.account === account) held = { account, key: fromBase64(kept.key) };
  else {
    try {
      held = { account, key: fromBase64((await request<{ key: string }>('/drafts/key')).key) };
    } catch {
      // Without a key nothing is kept in this browser; the server's drafts are there all the same.
      held = null;
      return;
    }
  }
  remember(account);
}

/** The session has ended: what lies sealed here cannot be opened any more. */
export function forgetKey(): void {
  held = null;
  localStorage.removeItem(KEY);
}

/** The session has ended while the page is open: the key leaves the disk, the page keeps what it needs to write down. */
export const forgetKeptKey = (): void => localStorage.removeItem(KEY);

/** Bytes that only the person logged in can open; null where there is no key. */
export function seal(bytes: Uint8Array): Uint8Array | null {
  return held === null ? null : cipher(held.key).encrypt(bytes);
}

/** What was sealed for the person logged in; null for anybody else's, or for what is no seal. */
export function unseal(sealed: Uint8Array): Uint8Array | null {
  try {
    return held === null ? null : cipher(held.key).decrypt(sealed);
  } catch {
    return null;
  }
}

/** A value as sealed text. */
export function sealText(value: unknown): string | null {
  const sealed = seal(utf8ToBytes(JSON.stringify(value)));
  return sealed === null ? null : toBase64(sealed);
}

/** The value of a sealed text; null where it cannot be opened. */
export function unsealText<T>(text: string): T | null {
  try {
    const open = unseal(fromBase64(text));
    return open === null ? null : (JSON.parse(bytesToUtf8(open)) as T);
  } catch {
    return null;
  }
}

interface KeptKey {
  account: string;
  key: string;
  until: number;
}

function remember(account: string): void {
  if (held === null) return;
  try {
    const kept: KeptKey = { account, key: toBase64(held.key), until: Date.now() + SESSION_MS };
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Without room there is no work without a network.
  }
}

function readKept(): KeptKey | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as KeptKey | null;
    if (kept !== null && kept.until > Date.now()) return kept;
  } catch {
    // A broken one counts as none.
  }
  localStorage.removeItem(KEY);
  return null;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
