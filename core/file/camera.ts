import exifr from 'exifr';
import { CLOCK_SKEW_MS, EARLIEST, realInstant, realPoint, type Point } from './instant.ts';

/** What the camera wrote into a picture. */
export interface Camera {
  takenAt: Date | null;
  place: Point | null;
  /** The tags as they stand in the file, for whoever wants to read them himself; null when there are none. */
  tags: Record<string, unknown> | null;
  /** What could not be believed, each a Chinese sentence. */
  notes: string[];
}

const SHANGHAI = '+08:00';
const KEPT = [
  ...['Make', 'Model', 'Software', 'DateTimeOriginal', 'CreateDate', 'ModifyDate'],
  ...['OffsetTimeOriginal', 'OffsetTimeDigitized', 'OffsetTime'],
];
const LONGEST_TAG = 200;

type Tags = Record<string, unknown>;

/**
 * Time and place that the camera recorded. The time is read by the offset in the file, else as Shanghai time, whatever
 * zone the server stands in: exifr would take the server's, so its own dates are not used. A file without EXIF, or with
 * EXIF nobody can read, gives nothing. `now`: what is later than that was not taken yet. (EXIF 2.32, CIPA DC-008.)
 */
export async function readCamera(bytes: Uint8Array, now: Date): Promise<Camera> {
  const tags = await tagsOf(bytes);
  const notes: string[] = [];
  const takenAt = timeOf(tags, now, notes);
  const place = placeOf(tags, notes);
  const kept = Object.entries(tags).filter(([key]) => KEPT.includes(key) || key.startsWith('GPS'));
  return {
    takenAt,
    place,
    tags: kept.length > 0 ? Object.fromEntries(kept.map(([key, value]) => [key, plain(value)])) : null,
    notes,
  };
}

async function tagsOf(bytes: Uint8Array): Promise<Tags> {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const tags = await parsed(all);
  if (Object.keys(tags).length > 0) return tags;
  // Some writers of HEIC give the block an offset that exifr does not follow; its head is found by its letters.
  const start = TIFF_HEADS.map((head) => all.indexOf(head)).find((at) => at >= 0);
  return start === undefined ? {} : parsed(all.subarray(start + 6));
}

const TIFF_HEADS = ['Exif\0\0II*\0', 'Exif\0\0MM\0*'].map((head) => Buffer.from(head, 'latin1'));

async function parsed(bytes: Buffer): Promise<Tags> {
  const read: unknown = await exifr
    .parse(bytes, {
      ...{ tiff: true, exif: true, gps: true, xmp: false, icc: false, iptc: false, jfif: false, ihdr: false },
      reviveValues: false,
      translateValues: false,
    })
    // Damaged EXIF says nothing; the picture may still be sound.
    .catch(() => undefined);
  if (typeof read !== 'object' || read === null) return {};
  const { errors: _, ...tags } = read as Tags;
  return tags;
}

function timeOf(tags: Tags, now: Date, notes: string[]): Date | null {
  const written = [tags.DateTimeOriginal, tags.CreateDate].find(
    (value) => typeof value === 'string' && /[1-9]/.test(value),
  ) as string | undefined;
  if (written === undefined) return null;
  const [, year, month, day, time] =
    /^(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d:\d\d:\d\d)/.exec(written.trim()) ?? [];
  const at = year === undefined ? null : realInstant(`${year}-${month}-${day}T${time}${offsetOf(tags)}`);
  const shown = written.slice(0, 30);
  if (at === null) notes.push(`照片里的拍摄时间“${shown}”不是有效时间`);
  else if (at.getTime() < EARLIEST) notes.push(`照片里的拍摄时间“${shown}”早于2000年，拍摄设备的时钟不对`);
  else if (at.getTime() > now.getTime() + CLOCK_SKEW_MS)
    notes.push(`照片里的拍摄时间“${shown}”晚于收到照片的时间，拍摄设备的时钟不对`);
  else return at;
  return null;
}

function offsetOf(tags: Tags): string {
  const written = [tags.OffsetTimeOriginal, tags.OffsetTimeDigitized, tags.OffsetTime].find(
    (value) => typeof value === 'string',
  ) as string | undefined;
  const [, sign, hours = '', minutes = '00'] =
    /^(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d\d))?$/.exec(plainOf(written)) ?? [];
  if (sign !== undefined && Number(hours) <= 14 && Number(minutes) < 60)
    return `${sign}${hours.padStart(2, '0')}:${minutes}`;
  return plainOf(written) === 'Z' ? 'Z' : SHANGHAI;
}

/** Texts in EXIF end with NUL. */
const plainOf = (written: string | undefined): string => written?.replaceAll('\0', '').trim() ?? '';

function placeOf(gps: Tags, notes: string[]): Point | null {
  const { latitude, longitude } = gps;
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  // A receiver without a fix writes zeros, also below the line.
  if (Number.isNaN(latitude) || Number.isNaN(longitude) || (latitude === 0 && longitude === 0)) return null;
  const point = areAngles(gps.GPSLatitude, gps.GPSLongitude)
    ? realPoint(onHalf(latitude, gps.GPSLatitudeRef, /^s/i), onHalf(longitude, gps.GPSLongitudeRef, /^w/i))
    : null;
  if (point === null) notes.push('照片里的定位坐标超出范围');
  return point;
}

/** South and west are negative, however their letter is written. */
const onHalf = (degrees: number, ref: unknown, negative: RegExp): number =>
  typeof ref === 'string' && negative.test(ref.trim()) ? -Math.abs(degrees) : degrees;

/** Minutes and seconds up to sixty, which rounding makes of a little less. */
const areAngles = (...triples: unknown[]): boolean =>
  triples.every(
    (triple) =>
      !Array.isArray(triple) || triple.slice(1).every((part) => Number(part) >= 0 && Number(part) <= 60),
  );

/** A tag as JSON can hold it. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string') return value.replace(/[\u0000\ud800-\udfff]/g, '').slice(0, LONGEST_TAG);
  if (Array.isArray(value)) return value.slice(0, 8).map(plain);
  if (value instanceof Uint8Array) return Buffer.from(value.subarray(0, 32)).toString('hex');
  return String(value).slice(0, LONGEST_TAG);
}
