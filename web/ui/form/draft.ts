import { now } from '../clock.ts';
import type { FormData, FormSchema } from '../types.ts';
import { components } from './schema.ts';
import { sealText, unsealText } from './seal.ts';

const PREFIX = 'bihuan.draft.';

/** What was being written, and when it was last kept. */
export interface LocalDraft {
  at: string;
  data: FormData;
  /** Version of the server's draft that it goes on from. */
  base: number;
  /** The server has it too. */
  sent: boolean;
  /** Where it is saved; none for forms whose drafts lie only here. */
  to: string | null;
}

/** Vault fields by draft: a reporter's name and telephone live in this page only, never in any storage. */
const secrets = new Map<string, FormData>();

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

/** Keep a draft in this browser, sealed (form/seal.ts). Gives when. */
export function keepLocal(
  key: string,
  schema: FormSchema,
  data: FormData,
  more: Partial<Pick<LocalDraft, 'base' | 'sent' | 'to'>> = {},
): string {
  const secret = secretKeys(schema);
  const at = now().toISOString();
  const hidden = Object.entries(data).filter(
    ([name, value]) => secret.has(name) && value !== '' && value !== false && value != null,
  );
  const draft: LocalDraft = {
    at,
    data: withoutSecrets(schema, data),
    base: more.base ?? 0,
    sent: more.sent ?? false,
    to: more.to ?? null,
  };
  const sealed = sealText(draft);
  if (hidden.length > 0) secrets.set(key, Object.fromEntries(hidden));
  else secrets.delete(key);
  try {
    if (sealed !== null) localStorage.setItem(key, sealed);
  } catch {
    // A full or forbidden storage must not stop the work; the server's draft is still there.
  }
  return at;
}

/** The draft kept in this browser, with the vault fields that this page still has, or null. */
export function readLocal(key: string): LocalDraft | null {
  const open = readOpen(key);
  const hidden = secrets.get(key);
  if (open === null && hidden === undefined) return null;
  return { ...(open ?? nothingOpen()), data: { ...open?.data, ...hidden } };
}

function readOpen(key: string): LocalDraft | null {
  const kept = localStorage.getItem(key);
  return kept === null ? null : unsealText<LocalDraft>(kept);
}

const nothingOpen = (): LocalDraft => ({ at: now().toISOString(), data: {}, base: 0, sent: true, to: null });

/** Forget the draft kept in this browser. */
export function dropLocal(key: string): void {
  localStorage.removeItem(key);
  secrets.delete(key);
}

/** Drafts of the person that the server does not have whole, without vault fields; `secret`: some were typed. */
export function unsent(account: string): { draft: LocalDraft; secret: boolean }[] {
  const keys = new Set([...keysHere(), ...secrets.keys()]);
  return [...keys]
    .filter((key) => key.startsWith(`${PREFIX}${account}.`))
    .map((key) => ({ draft: readOpen(key), secret: secrets.has(key) }))
    .filter(({ draft, secret }) => secret || (draft !== null && !draft.sent))
    .map(({ draft, secret }) => ({ draft: draft ?? nothingOpen(), secret }));
}

/** Something of the reporter's was typed and would be lost with the page. */
export const holdsSecrets = (): boolean => secrets.size > 0;

/** Forget all drafts of the person in this browser (`null`: only what is not stored at all, the vault fields). */
export function dropAllLocal(account: string | null): void {
  secrets.clear();
  for (const key of keysHere()) {
    if (!key.startsWith(PREFIX)) continue;
    if (account !== null && key.startsWith(`${PREFIX}${account}.`)) localStorage.removeItem(key);
  }
}

const keysHere = (): string[] =>
  Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i)).filter((key) => key !== null);
