import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { fieldsOf, filled, keyOf, ME } from '../../tests/harness/form-data.ts';
import type { Trx } from '../db.ts';
import { filesRoot, storeFile } from '../files.ts';
import { listForms } from '../forms/files.ts';
import { compileForm, type CompiledForm } from '../forms/index.ts';
import { now } from '../time.ts';
import type { Way } from './every-way.fixture.ts';

type Values = Record<string, unknown>;

const ROOT = new URL('../..', import.meta.url).pathname;

/** Every shipped form, by its id. */
export const forms = new Map(listForms(ROOT).map(({ id, schema }) => [id, compileForm(schema)]));
const good = (id: string): Values =>
  JSON.parse(readFileSync(`${ROOT}tests/fixtures/forms/${id}.good.json`, 'utf8')) as Values;

/** Answers that the generator does not hit on, because they hang on people or on another answer. */
const MORE: Record<string, Values> = {
  supplement: { lateApprovedBy: 'he.zhengyan', photoNotes: [{ note: '二号车间一层，地下没有信号' }] },
  'hazard.acceptance': { accepted: 'no', reason: '泄爆片型号与方案不符，须更换后重新验收。', newRectifyBy: '2026-04-20', resume: undefined }, // prettier-ignore
  'talk.start': { kind: 'unit', unit: 'pingliang', object: undefined },
};

/** Filled-in copies of a form: the good sample, then generated ones with every field filled. */
export function samples(form: CompiledForm, n: number): Values[] {
  const fields = fieldsOf(form.schema.components).map(keyOf);
  const generated = fc.sample(filled(form.schema), { numRuns: 40 * n, seed: 8 });
  const fullest = generated
    .map((data) => ({ data, n: fields.filter((key) => key in data).length }))
    .sort((a, b) => b.n - a.n);
  const more = MORE[form.id] ? [{ ...good(form.id), ...MORE[form.id] }] : [];
  return [good(form.id), ...more, ...fullest.map(({ data }) => data)];
}

/** A type that every field of the form takes. */
export const mimeFor = ({ form }: Way): string => (form === 'talk.minutes' ? 'audio/mpeg' : 'image/png');

/** What the generator says of a picture: what the uploading device would have said. */
interface Said {
  takenAt?: string;
  name?: string;
  place?: { lat: number; lng: number; address?: string };
}

/** Every file in the data becomes one that this person has uploaded, with a name of its own. */
export async function upload(
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
