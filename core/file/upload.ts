import { randomUUID } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { asActor, type Db } from '../db.ts';
import { badRequest } from '../errors.ts';
import { filesRoot, storeFile } from '../files.ts';
import { now } from '../time.ts';
import { readCamera, type Camera } from './camera.ts';
import { readDevice, type Device } from './device.ts';
import { FROM_WORDS, uploadsOf } from './facts.ts';
import { insteadOf, isTaken, takenWords, type Wanted } from './kinds.ts';
import { cleanName } from './name.ts';
import { asPicture, isPicture } from './picture.ts';
import { sniff } from './sniff.ts';

/** What arrived: bytes, the name on the person's disk, and the fields that came with it. */
export interface Sent {
  bytes: Uint8Array;
  name: string;
  /** `takenAt`, `lat`, `lng`, `accuracy`, `address` (device.ts), `wanted` (what the field takes). */
  fields: Record<string, unknown>;
}

const PICTURE_MAX = 10 * 1024 * 1024;

/**
 * Keep an uploaded file: looked at by its content, pictures re-encoded, stored under its hash, with the time and place that
 * camera, device and host know of it. Answers what a form holds of it and where that comes from. Throws 400 in words that
 * say what to do instead.
 */
export async function keepUpload(db: Db, actor: Actor, sent: Sent) {
  const at = now();
  const device = readDevice(sent.fields, at);
  const found = await sniff(sent.bytes, sent.name);
  const wanted = wantedOf(sent.fields);
  const picture = found !== undefined && isPicture(found);
  if (!picture && (found === undefined || !isTaken(found, wanted))) throw refused(sent.name, wanted);
  if (picture && wanted === 'recording') throw refused(sent.name, wanted);
  if (picture && sent.bytes.length > PICTURE_MAX) throw badRequest('照片超过 10 MB，请降低分辨率后再上传');
  const camera = picture ? await readCamera(sent.bytes, at) : NO_CAMERA;
  const kept = picture ? await asPicture(sent.bytes, found) : { bytes: sent.bytes, mime: found!, look: null };
  const sha256 = await storeFile(filesRoot(), kept.bytes);
  const name = cleanName(sent.name, kept.mime);
  return asActor(db, actor, async (trx) => {
    await trx.raw(
      `insert into file (sha256, mime, size, created_at, look) values (?, ?, ?, ?, ?)
       on conflict (sha256) do update set look = coalesce(file.look, excluded.look)`,
      [sha256, kept.mime, kept.bytes.length, at, kept.look],
    );
    await trx('upload').insert({ sha256, name, by: actor.account, at, ...rowOf(camera, device) });
    const facts = (await uploadsOf(trx, actor.account, [sha256])).get(sha256)!;
    const { takenAt, timeFrom, place, placeFrom, receivedAt } = facts;
    return {
      ...{ sha256, name, mime: kept.mime, size: kept.bytes.length },
      ...{
        takenAt: takenAt?.toISOString() ?? null,
        timeFrom,
        timeFromName: timeFrom && FROM_WORDS[timeFrom],
      },
      ...{ place, placeFrom, placeFromName: placeFrom && FROM_WORDS[placeFrom] },
      receivedAt: receivedAt.toISOString(),
      notes: [...camera.notes, ...device.notes],
    };
  });
}

const NO_CAMERA: Camera = { takenAt: null, place: null, tags: null, notes: [] };

const wantedOf = ({ wanted }: Record<string, unknown>): Wanted =>
  wanted === 'picture' || wanted === 'recording' ? wanted : 'any';

function refused(name: string, wanted: Wanted) {
  const instead = insteadOf(name);
  return badRequest(
    `文件内容不是可接受的类型${instead ? `，${instead}` : ''}。这里可以上传：${takenWords(wanted)}`,
  );
}

/** The facts of one upload; `taken_at`, `lat` and `lng` are the surest of them. */
const rowOf = (camera: Camera, device: Device) => ({
  upload_id: randomUUID(),
  taken_at: camera.takenAt ?? device.takenAt,
  lat: (camera.place ?? device.place)?.lat ?? null,
  lng: (camera.place ?? device.place)?.lng ?? null,
  camera_at: camera.takenAt,
  camera_lat: camera.place?.lat ?? null,
  camera_lng: camera.place?.lng ?? null,
  camera_tags: camera.tags === null ? null : JSON.stringify(camera.tags),
  device_at: device.takenAt,
  device_lat: device.place?.lat ?? null,
  device_lng: device.place?.lng ?? null,
  device_accuracy: device.accuracy,
  device_address: device.address,
  notes: [...camera.notes, ...device.notes],
});
