import { one, rows, type Trx } from '../db.ts';
import type { FieldError } from '../errors.ts';
import { filesRoot, readFile } from '../files.ts';
import type { CheckResult, CompiledForm, EvidenceRef, FormField } from '../forms/types.ts';
import { law } from '../law.ts';
import { now, shanghaiDayOf } from '../time.ts';
import type { UploadFacts } from './facts.ts';
import { isTaken, takenWords, type Wanted } from './kinds.ts';
import { isEarly, shownSince } from './early.ts';
import { likeness, lookOf } from './look.ts';
import { nameOf, withFacts } from './statement.ts';

type Values = Record<string, unknown>;
type Checked = Extract<CheckResult, { ok: true }>;

/** A field that holds files, where it stands in what was sent. */
interface Spot {
  field: FormField;
  path: string;
  holder: Values;
  key: string;
}

/** Uploads by hash, as `uploadsOf` answers them. */
export type Uploads = ReadonlyMap<string, UploadFacts>;

/** Whose pictures a submission is compared with; nothing for a case that is only being opened. */
export interface Where {
  caseId?: string | null;
  itemId?: string | null;
  /** When the step began for which it is handed in. */
  openedAt?: Date | undefined;
}

const HOLDING = new Set(['photos', 'files', 'signature']);

/** Hashes of all files that were sent for a form, wherever they stand; none of what has no shape of a form. */
export function filesSent(form: CompiledForm, sent: unknown): string[] {
  if (!isValues(sent)) return [];
  return spotsOf(form, sent).flatMap(({ holder, key }) => shasIn(holder[key]));
}

/**
 * What was sent, with the facts of the uploads in the places of time, place and name of every picture and file; what the
 * form said otherwise stands beside as `stated` (statement.ts). To be called before the form is checked, so that rules
 * about times of pictures see facts. Files that were not uploaded, and anything of a wrong shape, are left for the check.
 */
export async function factsInto(
  trx: Trx,
  form: CompiledForm,
  sent: unknown,
  uploads: Uploads,
): Promise<unknown> {
  if (!isValues(sent) || uploads.size === 0) return sent;
  const metres = await farthest(trx);
  const data = structuredClone(sent);
  for (const { field, holder, key } of spotsOf(form, data)) {
    const held = holder[key];
    if (!Array.isArray(held)) continue;
    holder[key] = held.map((file: unknown) => {
      const facts = isFile(file) ? uploads.get(file.sha256) : undefined;
      if (facts === undefined) return file;
      if (field.type === 'photos') return withFacts(file as Values, facts, metres);
      return { sha256: facts.sha256, name: nameOf((file as Values).name, facts) };
    });
  }
  return data;
}

/**
 * Look at the files of a checked submission: each is of a kind that its field takes; a picture of evidence has a place or
 * a reason why not; a picture after is none of the pictures before, not even saved, scaled or trimmed anew. Answers every
 * fault at its file. A picture after that is much like one before, but not surely the same, and a picture that is older
 * than what the form says it shows, is marked, in the data and in `checked.evidence`.
 */
export async function lookAtFiles(
  trx: Trx,
  form: CompiledForm,
  checked: Checked,
  where: Where,
  uploads: Uploads,
): Promise<FieldError[]> {
  const spots = spotsOf(form, checked.data);
  markEarly(form, spots, checked, where);
  return [
    ...spots.flatMap((spot) => wrongKinds(spot, uploads)),
    ...spots.flatMap(withoutPlace),
    ...(await seenBefore(trx, spots, checked, where)),
  ];
}

function spotsOf(form: CompiledForm, data: Values): Spot[] {
  return form.fields.flatMap((field): Spot[] => {
    if (!HOLDING.has(field.type) || field.readonly) return [];
    const [list = '', column] = field.key.split('.');
    if (column === undefined) return [{ field, path: list, holder: data, key: list }];
    const listed = Array.isArray(data[list]) ? (data[list] as unknown[]) : [];
    return listed.flatMap((row, i) =>
      typeof row === 'object' && row !== null
        ? [{ field, path: `${list}.${i}.${column}`, holder: row as Values, key: column }]
        : [],
    );
  });
}

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFile = (value: unknown): value is { sha256: string } =>
  typeof value === 'object' && value !== null && typeof (value as Values).sha256 === 'string';

/** The files of a field, whether it holds a list or one. */
const filesIn = (value: unknown): ({ sha256: string } & Values)[] =>
  (Array.isArray(value) ? value : [value]).filter(isFile) as ({ sha256: string } & Values)[];

const shasIn = (value: unknown): string[] => filesIn(value).map(({ sha256 }) => sha256);

/** Metres by which two positions of one place may differ: the pack's distance of a visit. Throws where it has none. */
async function farthest(trx: Trx): Promise<number> {
  const most = (await law(trx)).on(shanghaiDayOf(now())).amounts.get('verify.distance')?.max;
  if (most === null || most === undefined) throw new RangeError('legal amount verify.distance has no max');
  return Number(most);
}

function wrongKinds({ field, path, holder, key }: Spot, uploads: Uploads): FieldError[] {
  const wanted: Wanted = field.type === 'files' ? (field.accept ?? 'any') : 'picture';
  return filesIn(holder[key]).flatMap(({ sha256, name }, i) => {
    const mime = uploads.get(sha256)?.mime;
    if (mime === undefined || isTaken(mime, wanted)) return [];
    const at = field.type === 'signature' ? path : `${path}.${i}`;
    return [
      {
        path: at,
        message: `${field.label}不能用“${String(name ?? '附件')}”，这里可以上传：${takenWords(wanted)}`,
      },
    ];
  });
}

/** Pictures that prove how it was before or after; what a form keeps as `other` evidence needs no place. */
function withoutPlace({ field, path, holder, key }: Spot): FieldError[] {
  if (field.type !== 'photos' || field.evidence === 'other') return [];
  return filesIn(holder[key]).flatMap((photo, i) =>
    photo.place || String(photo.placeReason ?? '').trim() !== ''
      ? []
      : [
          {
            path: `${path}.${i}`,
            message: `${field.label}第 ${i + 1} 张没有定位，请写明拍摄地点或没有定位的原因`,
          },
        ],
  );
}

interface Before {
  sha256: string;
  name: string;
}

async function seenBefore(trx: Trx, spots: Spot[], checked: Checked, where: Where): Promise<FieldError[]> {
  const photos = (kind: string) =>
    spots.filter(({ field }) => field.type === 'photos' && field.evidence === kind);
  const after = photos('after');
  if (after.every(({ holder, key }) => filesIn(holder[key]).length === 0)) return [];
  const own = photos('before').flatMap(({ holder, key }) => filesIn(holder[key]));
  const before = [
    ...own.map(({ sha256, name }) => ({ sha256, name: String(name ?? '') })),
    ...(await storedBefore(trx, where)),
  ];
  const errors: FieldError[] = [];
  for (const { field, path, holder, key } of after)
    for (const [i, { sha256 }] of filesIn(holder[key]).entries()) {
      const like = await mostAlike(trx, sha256, before);
      if (like === undefined) continue;
      if (like.same)
        errors.push({
          path: `${path}.${i}`,
          message: `${field.label}第 ${i + 1} 张与整改前照片${like.name ? `“${like.name}”` : ''}是同一张，重新保存、缩放或裁剪过的也不行，请上传整改后拍摄的照片`,
        });
      else resembles(checked.evidence, { field, path, holder, key }, sha256, like);
    }
  return errors;
}

/** A true picture of long ago contradicts a form that says it shows how it is now (early.ts). */
function markEarly(form: CompiledForm, spots: Spot[], checked: Checked, { openedAt }: Where): void {
  for (const spot of spots) {
    const since = shownSince(spot.field, form.fields, checked.data, openedAt);
    if (since === null) continue;
    for (const photo of filesIn(spot.holder[spot.key]) as (EvidenceRef & Values)[])
      if (isEarly(photo, since))
        mark(checked.evidence, spot, photo.sha256, { contradicts: [...(photo.contradicts ?? []), 'early'] });
  }
}

function resembles(
  evidence: EvidenceRef[],
  spot: Spot,
  sha256: string,
  { name, part, ...like }: Alike,
): void {
  mark(evidence, spot, sha256, { resembles: { sha256: like.sha256, name, part } });
}

/** Say it of a picture where papers and timeline read it (the data), and where it becomes evidence. */
function mark(
  evidence: EvidenceRef[],
  { field, holder, key }: Spot,
  sha256: string,
  said: Partial<EvidenceRef>,
) {
  for (const photo of filesIn(holder[key])) if (photo.sha256 === sha256) Object.assign(photo, said);
  for (const ref of evidence) if (ref.key === field.key && ref.sha256 === sha256) Object.assign(ref, said);
}

async function storedBefore(trx: Trx, { caseId, itemId }: Where): Promise<Before[]> {
  if (!caseId) return [];
  return rows<Before>(
    trx,
    `select distinct sha256, name from standing_evidence where case_id = :caseId and phase = 'before'
     and (cast(:itemId as uuid) is null or item_id is null or item_id = :itemId)`,
    { caseId, itemId: itemId ?? null },
  );
}

interface Alike extends Before {
  same: boolean;
  part: number;
}

/** The picture before that a picture after is most like; undefined when it is like none. */
async function mostAlike(trx: Trx, sha256: string, before: Before[]): Promise<Alike | undefined> {
  const identical = before.find((one) => one.sha256 === sha256);
  if (identical) return { ...identical, same: true, part: 1 };
  const look = await lookIn(trx, sha256);
  let found: Alike | undefined;
  for (const one of look === null ? [] : before) {
    const other = await lookIn(trx, one.sha256);
    if (other === null) continue;
    const { how, part } = likeness(look!, other);
    if (how === 'same') return { ...one, same: true, part };
    if (how === 'near' && part >= (found?.part ?? 0)) found = { ...one, same: false, part };
    // Nine pictures against nine take a second; others want to be served meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}

/** The look of a kept picture; made now for one that was kept before looks were. */
async function lookIn(trx: Trx, sha256: string): Promise<Buffer | null> {
  const row = await one<{ look: Buffer | null; mime: string }>(
    trx,
    'select look, mime from file where sha256 = ?',
    [sha256],
  );
  if (row === undefined || row.look !== null || !row.mime.startsWith('image/')) return row?.look ?? null;
  const look = await readFile(filesRoot(), sha256)
    .then(lookOf)
    .catch(() => null);
  if (look !== null) await trx.raw('update file set look = ? where sha256 = ?', [look, sha256]);
  return look;
}
