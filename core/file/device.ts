import { badRequest } from '../errors.ts';
import { machineLine } from '../text/clean.ts';
import { CLOCK_SKEW_MS, EARLIEST, realInstant, realPoint, type Point } from './instant.ts';

/** What the sending browser said about a file: its date there, and where the device was when it was taken. */
export interface Device {
  takenAt: Date | null;
  place: Point | null;
  /** Metres. */
  accuracy: number | null;
  address: string | null;
  notes: string[];
}

const LONGEST_ADDRESS = 200;

/**
 * The fields `takenAt` (ISO instant), `lat`, `lng`, `accuracy`, `address` of an upload. Throws 400 naming the field that
 * is no time or no place at all; a time that a wrong clock gives is told apart and not believed.
 */
export function readDevice(fields: Record<string, unknown>, now: Date): Device {
  const notes: string[] = [];
  const accuracy = numberOf(fields.accuracy);
  return {
    takenAt: timeOf(text(fields.takenAt), now, notes),
    place: placeOf(fields.lat, fields.lng),
    accuracy: accuracy !== null && accuracy >= 0 && accuracy <= 1_000_000 ? accuracy : null,
    address: machineLine(text(fields.address) ?? '').slice(0, LONGEST_ADDRESS) || null,
    notes,
  };
}

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

function numberOf(value: unknown): number | null {
  const given = text(value);
  return given !== null && /^-?\d{1,7}(\.\d{1,15})?$/.test(given) ? Number(given) : null;
}

function timeOf(given: string | null, now: Date, notes: string[]): Date | null {
  if (given === null) return null;
  const at = realInstant(given);
  if (at === null)
    throw badRequest('拍摄时间不是有效的时间，请检查设备时间', [
      { path: 'takenAt', message: '拍摄时间应是有效的时间，例如 2026-03-01T08:00:00Z' },
    ]);
  if (at.getTime() < EARLIEST) notes.push('设备给出的拍摄时间早于2000年，没有采用');
  else if (at.getTime() > now.getTime() + CLOCK_SKEW_MS)
    notes.push('设备给出的拍摄时间晚于收到照片的时间，没有采用，请检查设备时间');
  else return at.getTime() > now.getTime() ? now : at;
  return null;
}

function placeOf(lat: unknown, lng: unknown): Point | null {
  if (text(lat) === null && text(lng) === null) return null;
  const [north, east] = [numberOf(lat), numberOf(lng)];
  const point = north === null || east === null ? null : realPoint(north, east);
  if (point === null)
    throw badRequest('定位坐标无效，请重新定位', [
      { path: 'lat', message: '纬度应在-90到90之间，经度应在-180到180之间，两个都要有' },
    ]);
  return point;
}
