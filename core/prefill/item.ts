import { one, rows, type Trx } from '../db.ts';
import { EVIDENCE_FACTS } from '../file/evidence-row.ts';
import { contradictionWords } from '../file/marks.ts';
import type { ItemRow } from '../items.ts';
import { moment } from '../paper/form-rows.ts';
import { latestSubmission, textOf } from '../submissions.ts';
import { SHORT_SHA } from '../file/evidence-row.ts';
import { caseOf, inCase, short, type PrefillContext, type Resolver } from './types.ts';

/** What follows from the item a task is about. */
export const ITEM: Record<string, Resolver> = {
  'item.order': orderOf,
  'item.orderedAt': orderedAt,
  'item.points': async (trx, context) => {
    const item = await itemOf(trx, context);
    return item && pointsOf(item.demand || item.title).map((point) => ({ item: short(point) }));
  },
  'item.beforePhotos': inCase(async (trx, caseId, { task }) =>
    (await photosOf(trx, caseId, task?.item_id ?? null))
      .filter(({ phase }) => phase === 'before')
      .map(({ photo }) => photo),
  ),
  // A form that came back says why on top; what was sent is filled in again (said.rectify.submit.…).
  'item.orderAndReturn': async (trx, context) => {
    const order = await orderOf(trx, context);
    const why = await returned(trx, context);
    return why === undefined
      ? order
      : `退回原因：${why}\n上次报送的内容已填在下面，改正后重新提交。\n\n${order ?? ''}`;
  },
  'evidence.unclear': inCase(unclear),
  'item.enforcement': enforcement,
  'evidence.pairs': inCase(pairs),
  'transfer.from': async (trx, { task }) => {
    const unitId = String(task?.variables.recheckGroup ?? '').replace(/^[a-z]+:/, '');
    return (await one<{ unit_id: string }>(trx, 'select unit_id from unit where unit_id = ?', [unitId]))
      ?.unit_id;
  },
  'transfer.content': async (trx, context) => {
    const item = await itemOf(trx, context);
    const reason = context.task?.variables.reason;
    return (
      item &&
      [item.title, item.demand, typeof reason === 'string' ? `移交理由：${reason}` : '']
        .filter(Boolean)
        .join('\n')
    );
  },
  'transfer.files': inCase(async (trx, caseId, { task }) =>
    (await photosOf(trx, caseId, task?.item_id ?? null)).map(({ photo }) => ({
      sha256: photo.sha256,
      name: photo.name || '附件',
    })),
  ),
};

async function orderOf(trx: Trx, context: PrefillContext): Promise<string | undefined> {
  const item = await itemOf(trx, context);
  if (item === undefined) return undefined;
  const lines = [
    item.title,
    item.demand,
    item.rectify_by === null ? '' : `整改期限：${moment(item.rectify_by)}`,
  ];
  return lines.filter(Boolean).join('\n');
}

async function itemOf(trx: Trx, { task }: PrefillContext): Promise<ItemRow | undefined> {
  if (!task?.item_id) return undefined;
  return one<ItemRow>(trx, 'select * from item where item_id = ?', [task.item_id]);
}

/** The demands of an order, one a line or set apart by semicolons. */
const pointsOf = (demand: string): string[] =>
  demand
    .split(/[\n;；]/)
    .map((point) => point.trim())
    .filter(Boolean);

/** When the last verification ordered it: pictures of the result must be younger. */
async function orderedAt(trx: Trx, context: PrefillContext): Promise<string | undefined> {
  const caseId = caseOf(context);
  if (caseId === undefined) return undefined;
  const verified = await latestSubmission(trx, caseId, { form: 'hazard.verify' });
  const at = verified?.at ?? (await itemOf(trx, context))?.opened_at;
  return at?.toISOString();
}

/** Why the form came back: what its evidence lacks, or what the recheck found. */
async function returned(trx: Trx, context: PrefillContext): Promise<string | undefined> {
  const { evidenceOk, evidenceReasons, recheck } = context.task?.variables ?? {};
  const lacks = Array.isArray(evidenceReasons) ? evidenceReasons.map(String).join('；') : '';
  if (evidenceOk === false && lacks !== '') return lacks;
  const caseId = caseOf(context);
  if (caseId === undefined || (recheck as { fit?: unknown } | null | undefined)?.fit !== 'no')
    return undefined;
  const rechecked = await latestSubmission(trx, caseId, { form: 'rectify.recheck' });
  return textOf(rechecked?.data, 'failReason') || undefined;
}

/** Pictures of the case that lack a reason: for their missing place, or for what was said otherwise than they say. */
async function unclear(trx: Trx, caseId: string) {
  const found = await rows<{ sha256: string; name: string; no: number | null; contradicts: string[] }>(
    trx,
    `select distinct on (e.sha256) e.sha256, e.name, i.no, e.contradicts from standing_evidence e
     left join item i on i.item_id = e.item_id
     where e.case_id = ? and e.phase <> 'other' and coalesce(trim(e.place_reason), '') = ''
       and (e.place is null or e.contradicts <> '{}') order by e.sha256, e.at`,
    [caseId],
  );
  return found.map(({ sha256, name, no, contradicts }) => ({
    photo: short(`${no === null ? '' : `事项${no} `}${name || '照片'}`),
    sha: sha256.slice(0, SHORT_SHA),
    missing:
      contradicts.length > 0
        ? `${contradictionWords(contradicts).join('、')}的原因`
        : '拍摄地点或没有定位的原因',
  }));
}

/** Two officers with a licence recheck where officers do it or an order was issued (行政处罚法 art. 42). */
async function enforcement(trx: Trx, { task }: PrefillContext): Promise<boolean | undefined> {
  if (task === undefined) return undefined;
  if (task.groups.includes('enf')) return true;
  const ordered = await one(
    trx,
    `select 1 from document where case_id = ? and template = 'rectify-order' and doc_no is not null`,
    [task.case_id],
  );
  return ordered !== undefined;
}

interface Photo {
  sha256: string;
  name?: string;
  takenAt?: string;
  place?: unknown;
  placeReason?: string;
  timeFrom?: string;
  placeFrom?: string;
  stated?: unknown;
  contradicts?: string[];
}

/** Evidence of a case, or of one item of it, as a field of pictures holds it. */
async function photosOf(
  trx: Trx,
  caseId: string,
  itemId: string | null,
): Promise<{ itemId: string | null; phase: string; photo: Photo }[]> {
  const found = await rows<{
    item_id: string | null;
    phase: string;
    sha256: string;
    name: string;
    taken_at: Date | null;
    place: unknown;
    place_reason: string | null;
    time_from: string | null;
    place_from: string | null;
    stated: unknown;
    contradicts: string[];
  }>(
    trx,
    `select item_id, phase, sha256, name, ${EVIDENCE_FACTS} from standing_evidence
     where case_id = ? and (?::uuid is null or item_id = ?) order by coalesce(taken_at, at), evidence_id`,
    [caseId, itemId, itemId],
  );
  return found.map((row) => ({
    itemId: row.item_id,
    phase: row.phase,
    photo: {
      sha256: row.sha256,
      ...(row.name ? { name: row.name } : {}),
      ...(row.taken_at ? { takenAt: row.taken_at.toISOString() } : {}),
      ...(row.place ? { place: row.place } : {}),
      ...(row.place_reason ? { placeReason: row.place_reason } : {}),
      ...(row.time_from ? { timeFrom: row.time_from } : {}),
      ...(row.place_from ? { placeFrom: row.place_from } : {}),
      ...(row.stated ? { stated: row.stated } : {}),
      ...(row.contradicts.length > 0 ? { contradicts: row.contradicts } : {}),
    },
  }));
}

/** Pictures before and after, per item; a verification that has no item row yet stands by itself. */
async function pairs(trx: Trx, caseId: string, { task }: PrefillContext) {
  const photos = await photosOf(trx, caseId, task?.item_id ?? null);
  const items = await rows<{ item_id: string; no: number; title: string }>(
    trx,
    'select item_id, no, title from item where case_id = ? order by no',
    [caseId],
  );
  const side = (itemId: string | null, phase: string) =>
    photos.filter((one) => one.itemId === itemId && one.phase === phase).map(({ photo }) => photo);
  const ids = [...new Set(photos.filter(({ phase }) => phase !== 'other').map((one) => one.itemId))];
  return ids.map((itemId, i) => {
    const item = items.find((row) => row.item_id === itemId);
    return {
      no: item?.no ?? i + 1,
      title: item?.title ?? '现场核查',
      before: side(itemId, 'before'),
      after: side(itemId, 'after'),
    };
  });
}
