import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase, rolledBack } from '../../tests/harness/database.ts';
import { asSystem, type Trx } from '../db.ts';
import { printMissing } from '../documents.ts';
import { setFilesRoot } from '../files.ts';
import { setVaultKeys } from '../vault-keys.ts';
import { deployShipped, greenCase, type GreenCase } from './green-case.fixture.ts';
import { evaluateCase, type Predicate } from './index.ts';

export type Change = (trx: Trx, c: GreenCase) => Promise<unknown>;

/** A database with one green case, to be spoiled and judged. */
export interface Bench {
  green: GreenCase;
  /** The green case with a change, judged; nothing is kept. */
  judged(change: Change): Promise<Record<string, Predicate>>;
  close(): Promise<void>;
}

/** Set up once per test file. */
export async function openBench(): Promise<Bench> {
  const database = await freshDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-verdict-'));
  setFilesRoot(folder);
  setVaultKeys([{ id: 1, value: '0a'.repeat(32) }]);
  const green = await asSystem(database.db, async (trx) => {
    const made = await greenCase(trx, await deployShipped(trx));
    await printMissing(trx, made.caseId);
    return made;
  });
  return {
    green,
    async judged(change) {
      const verdict = await rolledBack(database.db, async (trx) => {
        await change(trx, green);
        return evaluateCase(trx, green.caseId);
      });
      return Object.fromEntries(verdict.predicates.map((predicate) => [predicate.id, predicate]));
    },
    async close() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ids of the predicates with that value. */
export const idsOf = (predicates: Record<string, Predicate>, value: Predicate['value']): string[] =>
  Object.values(predicates)
    .filter((p) => p.value === value)
    .map((p) => p.id);

/** Change rows of the case: `:id`, `:item`, `:doc` are its ids. */
export const sql =
  (text: string): Change =>
  (trx, c) =>
    trx.raw(text, { id: c.caseId, item: c.itemId, doc: c.docId } as never);

/** Change the data a step was submitted with. */
export const data =
  (element: string, patch: Record<string, unknown>): Change =>
  (trx, c) =>
    trx.raw('update submission set data = data || ?::jsonb where case_id = ? and element_id = ?', [
      JSON.stringify(patch),
      c.caseId,
      element,
    ]);

/** A leader (or somebody else) has approved an explanation. */
export const explained =
  (predicate: string, approvedBy: string, by = 'pan.yichen', at = '2026-04-01'): Change =>
  (trx, c) =>
    trx('explanation').insert({
      explanation_id: randomUUID(),
      case_id: c.caseId,
      predicate,
      text: '当日人手不足，已整改。',
      by,
      approved_by: approvedBy,
      at,
    });

/** One change after the other. */
export const both = (...changes: Change[]): Change => async (trx, c) => { for (const change of changes) await change(trx, c); }; // prettier-ignore

/** The verification was done 30 hours after its limit. */
export const lateVerify = sql(
  `update clock set closed_at = due_at + interval '30 hours' where case_id = :id and element_id = 'verify'`,
);
