import { now } from '../clock.ts';
import type { FormData, FormSchema } from '../types.ts';
import { components } from './schema.ts';

const PREFIX = 'bihuan.draft.';

/** What was being written, and when it was last kept. */
export interface LocalDraft {
  at: string;
  data: FormData;
}

/** Where the draft of one task or one new case of one person lies in this browser. */
export function draftKey(account: string, what: string): string {
  return `${PREFIX}${account}.${what}`;
}

function secretKeys(schema: FormSchema): Set<string> {
  return new Set(components(schema).flatMap((c) => (c.properties?.vault && c.key ? [c.key] : [])));
}

/** The draft without vault fields: those are stored only in the reporter vault, and only by a submit. */
export function withoutSecrets(schema: FormSchema, data: FormData): FormData {
  const secret = secretKeys(schema);
  return Object.fromEntries(Object.entries(data).filter(([key]) => !secret.has(key)));
}

/**
 * Keep a draft in this browser. Vault fields (a reporter's name and telephone) only live as long as the tab, so that
 * they never lie on a shared computer's disk.
 */
export function keepLocal(key: string, schema: FormSchema, data: FormData): string {
  const secret = secretKeys(schema);
  const at = now().toISOString();
  const open = withoutSecrets(schema, data);
  const closed = Object.fromEntries(Object.entries(data).filter(([k]) => secret.has(k)));
  store(localStorage, key, { at, data: open });
  if (secret.size > 0) store(sessionStorage, key, { at, data: closed });
  return at;
}

/** The draft kept in this browser, or null. */
export function readLocal(key: string): LocalDraft | null {
  const open = parse(localStorage.getItem(key));
  const closed = parse(sessionStorage.getItem(key));
  if (!open && !closed) return null;
  return { at: open?.at ?? closed?.at ?? '', data: { ...open?.data, ...closed?.data } };
}

/** Forget the draft kept in this browser. */
export function dropLocal(key: string): void {
  localStorage.removeItem(key);
  sessionStorage.removeItem(key);
}

function store(where: Storage, key: string, draft: LocalDraft): void {
  try {
    where.setItem(key, JSON.stringify(draft));
  } catch {
    // A full or forbidden storage must not stop the work; the server's draft is still there.
  }
}

function parse(text: string | null): LocalDraft | null {
  try {
    const draft = text ? (JSON.parse(text) as LocalDraft) : null;
    return draft && typeof draft.data === 'object' ? draft : null;
  } catch {
    return null;
  }
}
