import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { freshDatabase, rolledBack, type TestDatabase } from '../../tests/harness/database.ts';
import { aCase, aClock, anItem, aTask, deployed } from '../../tests/harness/factories.ts';
import { fieldsOf, filled, keyOf, ME, NOW } from '../../tests/harness/form-data.ts';
import type { Actor } from '../actor.ts';
import { sendAsked } from '../asked-messages.ts';
import { asSystem, one, rows, type Trx } from '../db.ts';
import { definition, readMeta, type Definition } from '../definitions.ts';
import { shippedDiagrams } from '../deploy.ts';
import { readContent } from '../export/content.ts';
import { requestExtension } from '../extensions.ts';
import { filesRoot, setFilesRoot, storeFile } from '../files.ts';
import { listForms } from '../forms/files.ts';
import { compileForm, visibleKeys, type CompiledForm } from '../forms/index.ts';
import { startCase } from '../start-case.ts';
import { now, setClockOffset } from '../time.ts';
import { setVaultKeys } from '../vault-keys.ts';
import { revealReporter } from '../vault.ts';
import { accept } from './accept.ts';
import { settle } from './submit.ts';
import { lockTask } from '../tasks.ts';

type Values = Record<string, unknown>;

const ROOT = new URL('../..', import.meta.url).pathname;
const FIRM = '91310110DEM010378U';
const GROUPS = ['awb', 'duty', 'enf', 'lead', 'clerk', 'callback', 'legal', 'street:dinghai', `firm:${FIRM}`];
const ACTOR: Actor = {
  ...ME,
  groups: [...GROUPS, `person:${ME.account}`],
  unitId: 'yjj',
  post: '',
  readsAll: false,
};
const KEEPER: Actor = { ...ACTOR, account: 'tao.anran', groups: ['vault'] };

/** A way by which a form reaches the product. */
interface Way {
  process: string;
  form: string;
  by: 'task' | 'start' | 'message' | 'extension';
  element: string;
}

/** Every form of every shipped diagram, by each of its ways. */
async function ways(): Promise<Way[]> {
  const found: Way[] = [];
  for (const { process, bpmn } of shippedDiagrams()) {
    const meta = await readMeta(bpmn);
    if (meta.startForm && meta.series !== null)
      found.push({ process, form: meta.startForm, by: 'start', element: 'start' });
    for (const { elementId, formId } of meta.asked)
      found.push({ process, form: formId, by: 'message', element: elementId });
    for (const [, element, form] of bpmn.matchAll(/<bpmn:userTask id="([^"]+)"[\s\S]*?formKey="([^"]+)"/g))
      found.push({ process, form: form!, by: 'task', element: element! });
  }
  found.push({
    process: 'extension-approval',
    form: 'extension.request',
    by: 'extension',
    element: 'requested',
  });
  return found.filter(
    (way, i) => found.findIndex((other) => other.form === way.form && other.by === way.by) === i,
  );
}

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

const forms = new Map(listForms(ROOT).map(({ id, schema }) => [id, compileForm(schema)]));
const good = (id: string): Values =>
  JSON.parse(readFileSync(`${ROOT}tests/fixtures/forms/${id}.good.json`, 'utf8')) as Values;

/** Answers that the generator does not hit on, because they hang on people or on another answer. */
const MORE: Record<string, Values> = {
  supplement: { lateApprovedBy: 'he.zhengyan', photoNotes: [{ note: '二号车间一层，地下没有信号' }] },
  'hazard.acceptance': { accepted: 'no', reason: '泄爆片型号与方案不符，须更换后重新验收。', newRectifyBy: '2026-04-20', resume: undefined }, // prettier-ignore
  'talk.start': { kind: 'unit', unit: 'pingliang', object: undefined },
};

/** Filled-in copies of a form: the good sample, then generated ones with every field filled. */
function samples(form: CompiledForm, n: number): Values[] {
  const fields = fieldsOf(form.schema.components).map(keyOf);
  const generated = fc.sample(filled(form.schema), { numRuns: 40 * n, seed: 8 });
  const fullest = generated
    .map((data) => ({ data, n: fields.filter((key) => key in data).length }))
    .sort((a, b) => b.n - a.n);
  const more = MORE[form.id] ? [{ ...good(form.id), ...MORE[form.id] }] : [];
  return [good(form.id), ...more, ...fullest.map(({ data }) => data)];
}

/** A type that every field of the form takes. */
const mimeFor = ({ form }: Way): string => (form === 'talk.minutes' ? 'audio/mpeg' : 'image/png');

/** What the generator says of a picture: what the uploading device would have said. */
interface Said {
  takenAt?: string;
  name?: string;
  place?: { lat: number; lng: number; address?: string };
}

/** Every file in the data becomes one that this person has uploaded, with a name of its own. */
async function upload(
  trx: Trx,
  data: Values,
  mime: string,
): Promise<{ data: Values; names: Map<string, string> }> {
  const names = new Map<string, string>();
  const sent: { content: Buffer; said: Said }[] = [];
  const copy = JSON.parse(JSON.stringify(data), function (this: Said, key, value: unknown) {
    if (key !== 'sha256') return value;
    const content = Buffer.from(`a file ${randomUUID()}`);
    sent.push({ content, said: { ...this } });
    if (this.name !== undefined) this.name = `我的附件${sent.length}.png`;
    return createHash('sha256').update(content).digest('hex');
  }) as Values;
  for (const { content, said } of sent) {
    const sha = await storeFile(filesRoot(), content);
    const name = `我的附件${names.size + 1}.png`;
    names.set(sha, name);
    await trx('file').insert({ sha256: sha, mime, size: content.length, created_at: now() });
    await trx('upload').insert({
      upload_id: randomUUID(),
      sha256: sha,
      name,
      by: ME.account,
      at: now(),
      device_at: said.takenAt ?? null,
      device_lat: said.place?.lat ?? 31.27,
      device_lng: said.place?.lng ?? 121.56,
      device_address: said.place?.address ?? null,
    });
  }
  return { data: copy, names };
}

/** Texts somebody typed or chose that can be told from others: five characters or more. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [...value].length >= 5 ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(leaves);
}

/** Hand the data in by its way; gives the case it went to. Throws 400 like the product. */
async function handIn(trx: Trx, way: Way, deployedAs: Definition, data: Values): Promise<string> {
  if (way.by === 'start') {
    const opened = await startCase(trx, ACTOR, deployedAs.meta, deployedAs.form(way.form), data, {
      entry: 'report',
    });
    return opened.caseId;
  }
  const { caseId } = await aCase(trx, { process: way.process, parties: GROUPS.slice(0, 6), firmUscc: FIRM });
  if (way.by === 'extension') {
    const clock = await aClock(trx, { caseId, key: 'rectify.term' });
    await trx.raw('update clock set asker_groups = ? where clock_id = ?', [['enf'], clock.clock_id]);
    await requestExtension(trx, ACTOR, caseId, clock.clock_id, data);
  } else if (way.by === 'message') {
    await listening(trx, caseId, way, deployedAs);
    await sendAsked(trx, ACTOR, caseId, way.element, data);
  } else {
    // Forms with rows of items need one.
    await anItem(trx, caseId, { kind: 'measure' });
    if (way.form === 'supplement') await unplacedPicture(trx, caseId);
    const taskId = await aTask(trx, {
      caseId,
      process: way.process,
      definitionKey: deployedAs.definitionKey,
      elementId: way.element,
      formId: way.form,
      groups: ['enf'], // prettier-ignore
    });
    const task = await lockTask(trx, taskId);
    const accepted = await accept(trx, ACTOR, deployedAs.form(way.form), data, { task, caseId });
    await settle(trx, ACTOR, task, deployedAs, accepted);
  }
  return caseId;
}

/** A picture that 补正 asks a reason for: the rows of its list come from such pictures. */
async function unplacedPicture(trx: Trx, caseId: string): Promise<void> {
  const sha256 = 'e'.repeat(64);
  await trx('file').insert({ sha256, mime: 'image/jpeg', size: 1, created_at: now() });
  await trx('evidence').insert({
    ...{
      evidence_id: randomUUID(),
      case_id: caseId,
      element_id: 'verify',
      field: 'beforePhotos',
      phase: 'before',
    },
    ...{ sha256, name: '前.jpg', by: ME.account, at: now() },
  });
}

/** The engine stands where the message is awaited, and the case is of the group that may send it. */
async function listening(
  trx: Trx,
  caseId: string,
  way: Way,
  { definitionKey, meta }: Definition,
): Promise<void> {
  const key = String(Math.random()).slice(2);
  await trx.raw(
    `update cases set broker_epoch = 'test', instance_key = ?, unit_id = 'dinghai', firm_uscc = null where case_id = ?`,
    [key, caseId],
  );
  await trx.raw(
    `insert into instance (broker_epoch, instance_key, process, definition_key, started_at, case_id) values ('test', ?, ?, ?, ?, ?)`,
    [key, way.process, definitionKey, now(), caseId],
  );
  const { openWhile } = meta.asked.find(({ elementId }) => elementId === way.element)!;
  await trx.raw(
    `insert into element_visit (broker_epoch, element_instance_key, instance_key, element_id, element_type, state, entered_at)
     values ('test', ?, ?, ?, 'X', 'active', ?)`,
    [`${key}1`, key, openWhile[0]!, now()],
  );
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
