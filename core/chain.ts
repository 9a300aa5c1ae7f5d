import { createHash } from 'node:crypto';

/** A row of `audit_event`, with exactly the fields that are hashed. */
export interface ChainRow {
  case_id: string;
  seq: number;
  at: string;
  actor: string;
  unit_id: string;
  act: string;
  subject: string;
  /** Canonical JSON text. */
  body: string;
  prev_hash: string;
  hash: string;
}

/** `prev_hash` of the first row of a case. */
export const CHAIN_START = '0'.repeat(64);

/** The hash a row must have: SHA-256 over its fields and the hash before it, as migrations/005_audit.ts computes it. */
export function chainHash(row: Omit<ChainRow, 'hash'>): string {
  const { prev_hash, case_id, seq, at, actor, unit_id, act, subject, body } = row;
  return createHash('sha256')
    .update([prev_hash, case_id, seq, at, actor, unit_id, act, subject, body].join('\n'))
    .digest('hex');
}

/** Is the chain whole: numbered without gaps, each row hashing to what it says, each naming the one before? */
export function chainHolds(rows: readonly ChainRow[]): boolean {
  let before = CHAIN_START;
  return rows.every((row, i) => {
    const good = row.seq === i + 1 && row.prev_hash === before && chainHash(row) === row.hash;
    before = row.hash;
    return good;
  });
}
