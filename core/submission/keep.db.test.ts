import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, deployed } from '../../tests/harness/factories.ts';
import { fieldsOf, keyOf, ME, NOW } from '../../tests/harness/form-data.ts';
import type { Actor } from '../actor.ts';
import { asSystem, one, rows, type Trx } from '../db.ts';
import { definition } from '../definitions.ts';
import { readContent } from '../export/content.ts';
import { setFilesRoot } from '../files.ts';
import { visibleKeys, type CompiledForm } from '../forms/index.ts';
import { setClockOffset } from '../time.ts';
import { setVaultKeys } from '../vault-keys.ts';
import { revealReporter } from '../vault.ts';
import { ACTOR, handIn, ways, type Way } from './every-way.fixture.ts';
import { forms, mimeFor, samples, upload } from './filled-in.fixture.ts';

type Values = Record<string, unknown>;

const KEEPER: Actor = { ...ACTOR, account: 'tao.anran', groups: ['vault'] };

const folder = mkdtempSync(join(tmpdir(), 'bihuan-keep-'));
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  setFilesRoot(folder);
  // Generated data is right at this instant.
  setClockOffset(NOW.getTime() - Date.now(), { first: true });
  // The case that form supplement refers to.
  await asSystem(database.db, async (trx) => {
    const { caseId } = await aCase(trx);
    await trx.raw(`update cases set case_no = '杨应急隐〔2026〕12号' where case_id = ?`, [caseId]);
  });
  setVaultKeys([{ id: 1, value: '0a'.repeat(32) }]);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

/** Texts somebody typed or chose that can be told from others: five characters or more. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [...value].length >= 5 ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(leaves);
}

const isRefusal = (error: unknown): boolean => (error as { status?: number }).status === 400;
class Undo extends Error {}

describe('whatever is handed in, by whichever way', () => {
  test('every field of every shipped form is found again: in the submission, the file, the export, and the vault alone', async () => {
    const all = await ways();
    expect(all.length).toBeGreaterThan(55);
    const never: string[] = [];
    for (const way of all) {
      const form = forms.get(way.form)!;
      const wanted = new Set(fieldsOf(form.schema.components).map(keyOf));
      let taken = 0;
      for (const sample of samples(form, 3)) {
        if (taken > 0 && (wanted.size === 0 || taken >= 4)) break;
        // given a form with its fields filled, and its files uploaded by whoever fills it
        await rolledBack(database.db, async (trx) => {
          const key = await deployed(trx, way.process);
          const deployedAs = await definition(trx, key);
          const { data, names } = await upload(trx, sample, mimeFor(way));
          let caseId: string;
          try {
            // when it is handed in
            caseId = await handIn(trx, way, deployedAs, data);
          } catch (error) {
            if (isRefusal(error)) throw new Undo();
            throw Object.assign(error as Error, {
              message: `${way.by} ${way.form}: ${(error as Error).message}`,
            });
          }
          await allFound(trx, way, form, caseId, data, names);
          taken += 1;
          for (const key of Object.keys(data)) wanted.delete(key);
        }).catch((error: unknown) => {
          if (!(error instanceof Undo)) throw error;
        });
      }
      if (taken === 0) never.push(`${way.by} ${way.form}: no sample was accepted`);
      else if (wanted.size > 0) never.push(`${way.by} ${way.form}: ${[...wanted].join(', ')}`);
    }
    // then no form and no field was left untried
    expect(never).toEqual([]);
  }, 300_000);
});

async function allFound(
  trx: Trx,
  way: Way,
  form: CompiledForm,
  caseId: string,
  data: Values,
  names: Map<string, string>,
): Promise<void> {
  const where = `${way.by} ${way.form}`;
  const shown = visibleKeys(form, data, { step: way.element });
  const vault = form.fields.filter((field) => field.vault).map(({ key }) => key);
  const given = Object.entries(data).filter(([key]) => shown.has(key));
  const open = given.filter(([key]) => !vault.includes(key)).flatMap(([, value]) => leaves(value));
  const secret = given.filter(([key]) => vault.includes(key));
  // as submitter and as the next person
  const stored = await rows<{ data: Values }>(trx, 'select data from submission where case_id = ?', [caseId]);
  const text = JSON.stringify(stored.map((row) => row.data));
  const missing = (within: string) =>
    open.filter(
      (leaf) => !within.includes(JSON.stringify(leaf.trim()).slice(1, -1)) && !isInstant(leaf, within),
    );
  expect([where, missing(text)]).toEqual([where, []]);
  // in the file and the export
  const content = await readContent(trx, caseId);
  const exported = JSON.stringify(content.tables);
  expect([where, missing(exported)]).toEqual([where, []]);
  const usedFiles = [...names.keys()].filter((sha) => open.includes(sha));
  const inArchive = new Map([...content.evidence, ...content.attachments].map((one) => [one.sha256, one]));
  for (const sha of usedFiles) {
    expect([where, inArchive.get(sha)?.path ?? null]).toEqual([where, expect.stringMatching(/\.(png|mp3)$/)]);
    expect(content.files.get(inArchive.get(sha)!.path!)).toBeDefined();
  }
  const attached = await rows<{ sha256: string; name: string; by: string }>(
    trx,
    'select sha256, name, by from attachment where case_id = ?',
    [caseId],
  );
  expect([where, attached.map((row) => row.sha256).sort()]).toEqual([where, usedFiles.toSorted()]);
  for (const row of attached) expect(row).toMatchObject({ name: names.get(row.sha256), by: ME.account });
  // what is marked vault lies in the vault, and nowhere else
  if (secret.length === 0) return;
  const kept = await revealReporter(trx, KEEPER, caseId, '核对留存内容');
  for (const [key, value] of secret) expect([where, key, kept[key]]).toEqual([where, key, value]);
  const everywhere = JSON.stringify([
    exported,
    content.audit,
    content.timeline,
    await one(trx, 'select facts, search, title from cases where case_id = ?', [caseId]),
    await rows(trx, 'select payload from outbox where case_id = ?', [caseId]),
  ]);
  for (const leaf of secret.flatMap(([, value]) => leaves(value)))
    expect([where, everywhere.includes(leaf)]).toEqual([where, false]);
}

/** Instants are stored in UTC with milliseconds. */
const isInstant = (leaf: string, within: string): boolean =>
  /^\d{4}-\d\d-\d\dT/.test(leaf) && within.includes(new Date(leaf).toISOString());
