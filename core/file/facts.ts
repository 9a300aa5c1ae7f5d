import { rows, type Trx } from '../db.ts';
import type { PlaceFrom, TimeFrom } from './from.ts';
import type { Point } from './instant.ts';

export { FROM_WORDS, type PlaceFrom, type TimeFrom } from './from.ts';

/** What is known of an uploaded file without asking anybody. */
export interface UploadFacts {
  sha256: string;
  mime: string;
  /** Who uploaded it: the asking account, wherever it did so itself. */
  by: string;
  /** The uploader's own names for it, the last one first. */
  names: string[];
  /** Pictures only: when it was taken; the time of the upload where neither camera nor device said. */
  takenAt: Date | null;
  timeFrom: TimeFrom | null;
  place: (Point & { address?: string }) | null;
  placeFrom: PlaceFrom | null;
  receivedAt: Date;
  notes: string[];
}

interface Row {
  sha256: string;
  mime: string;
  by: string;
  name: string;
  at: Date;
  taken_at: Date | null;
  lat: number | null;
  lng: number | null;
  camera_at: Date | null;
  camera_lat: number | null;
  camera_lng: number | null;
  device_at: Date | null;
  device_lat: number | null;
  device_lng: number | null;
  device_address: string | null;
  notes: string[];
}

/**
 * The files that this account may hand in, with their facts, by hash; any other hash is missing. These are its own uploads
 * and those of a draft that somebody left with an open task (core/left-drafts.ts), unless a third person holds the task
 * now; row-level security shows left drafts to the task's groups only. Another's upload that is merely visible, as
 * evidence is, is not handed in again. Where the same picture was uploaded several times, each fact is the first one known:
 * a later upload can add a place, not replace one.
 */
export async function uploadsOf(
  trx: Trx,
  account: string,
  shas: readonly string[],
): Promise<Map<string, UploadFacts>> {
  if (shas.length === 0) return new Map();
  const found = await rows<Row>(
    trx,
    `select u.*, f.mime from upload u join file f on f.sha256 = u.sha256
     where u.sha256 = any(:shas) and (u.by = :account or exists (
       select 1 from task_draft_left l join task t on t.task_id = l.task_id and t.state = 'open'
         and (t.assignee is null or t.assignee = :account)
       where l.files @> array[u.sha256]))
     order by u.by <> :account, u.at, u.upload_id`,
    { shas: [...new Set(shas)], account },
  );
  return new Map(
    [...Map.groupBy(found, (row) => row.sha256)].map(([sha256, uploads]) => [
      sha256,
      factsOf(uploads, account),
    ]),
  );
}

function factsOf(uploads: Row[], account: string): UploadFacts {
  const latest = [...uploads].reverse().sort((a, b) => Number(a.by !== account) - Number(b.by !== account));
  const first = uploads[0]!;
  const picture = first.mime.startsWith('image/');
  const camera = uploads.find((row) => row.camera_at !== null)?.camera_at;
  // Uploads from before facts were told apart have one time and one place; nobody knows whose.
  const device = uploads
    .map((row) => row.device_at ?? (row.camera_at === null ? row.taken_at : null))
    .find(Boolean);
  const [takenAt, timeFrom] = camera
    ? [camera, 'camera' as const]
    : device
      ? [device, 'device' as const]
      : picture
        ? [first.at, 'received' as const]
        : [null, null];
  return {
    sha256: first.sha256,
    mime: first.mime,
    by: latest[0]!.by,
    names: [...new Set(latest.map((row) => row.name))],
    takenAt,
    timeFrom,
    ...placeOf(uploads),
    receivedAt: first.at,
    notes: [...new Set(uploads.flatMap((row) => row.notes))],
  };
}

function placeOf(uploads: Row[]): Pick<UploadFacts, 'place' | 'placeFrom'> {
  const camera = uploads.find((row) => row.camera_lat !== null && row.camera_lng !== null);
  if (camera) return { place: { lat: camera.camera_lat!, lng: camera.camera_lng! }, placeFrom: 'camera' };
  const device = uploads.find((row) => row.device_lat !== null || row.lat !== null);
  if (device === undefined) return { place: null, placeFrom: null };
  const [lat, lng] = [device.device_lat ?? device.lat!, device.device_lng ?? device.lng!];
  const { device_address: address } = device;
  return { place: { lat, lng, ...(address === null ? {} : { address }) }, placeFrom: 'device' };
}
