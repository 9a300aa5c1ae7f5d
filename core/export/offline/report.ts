import { createHash } from 'node:crypto';

/*
 * Part of the offline verifier of exported case files: node: imports and its own parts only, for it travels in every
 * export (see ../bundle.ts). Constructs that need more than taking types off are out.
 */

/** One thing that is not as it was exported: which entry or row, and what is wrong, in Chinese. */
export interface VerifyFinding {
  where: string;
  message: string;
}

export interface VerifyReport {
  ok: boolean;
  /** false: this is no export of ours, or cannot be read at all. */
  readable: boolean;
  caseNo: string | null;
  entries: number;
  rows: number;
  findings: VerifyFinding[];
  /** What the exporter itself left out and says so: masked rows, withheld documents. */
  notes: VerifyFinding[];
  /** Public key the manifest was signed with: base64 of its SPKI form. */
  publicKey: string | null;
  /** true only if the caller brought the key he trusts and it is this one. */
  trusted: boolean;
}

export interface ZipEntry {
  name: string;
  data: Uint8Array;
}

/** Collects findings or notes: entry or row, and what is to be said of it. */
export type Found = (where: string, message: string) => void;

export interface Manifest {
  format: string;
  caseId: string;
  caseNo: string;
  chain: { length: number; head: string };
  sealHash: string | null;
  publicKey: string;
  /** Hashes of evidence that was no longer in the store. */
  missing: string[];
  /** Hashes of documents kept back because they tell who reported. */
  withheld: string[];
  entries: { path: string; size: number; sha256: string }[];
}

export interface Row {
  case_id: string;
  seq: number;
  at: string;
  actor: string;
  unit_id: string;
  act: string;
  subject: string;
  /** Absent in a masked row. */
  body?: string;
  /** true: the row tells who reported; only its hashes were exported. */
  masked?: boolean;
  prev_hash: string;
  hash: string;
}

export const FORMAT = 'bihuan-case-file/1';
export const NAMES = {
  manifest: 'manifest.json',
  signature: 'manifest.sig',
  audit: '留痕.jsonl',
  catalogue: '封卷目录.json',
};

export const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

/** Text of bytes; throws on what is no UTF-8. */
export const utf8 = (data: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(data);

/** A name fit to be printed. */
export const shown = (name: string): string => name.replace(/\p{Cc}/gu, '?').slice(0, 100);

/** JSON in bytes; undefined if it is none. */
export function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8(bytes));
  } catch {
    return undefined;
  }
}
