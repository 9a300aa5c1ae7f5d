import { distanceMetres } from '../rules/limits.ts';
import { dayNumber, dayText } from '../days.ts';
import { shanghaiDayOf } from '../time.ts';
import { isBlank } from './fields.ts';
import { lawDays, lawHours, lawNumber } from './law-rows.ts';
import type { FieldNode } from './node.ts';
import type { Asked } from './rules.ts';
import { isRecord } from './state.ts';

/** Devices are seldom off by more; a legal period is never this short (forms handbook, rules for all forms). */
const CLOCK_SKEW_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

/** Sentences about dates, instants, positions and signatures that can't be. Shape is known to be right. */
export function placeAndTimeErrors(node: FieldNode, value: unknown, asked: Asked): string[] {
  switch (node.type) {
    case 'date':
      return dateReasons(node, String(value), asked);
    case 'datetime':
      return [...instantReasons(node, String(value), asked), ...leadReasons(node, String(value), asked)];
    case 'location':
      return distanceReasons(node, value, asked);
    case 'photos':
      return photoReasons(node, value, asked);
    case 'signature':
      return signatureReasons(node, value, asked);
    default:
      return [];
  }
}

const siblings = (asked: Asked): Record<string, unknown> => asked.row ?? asked.values;
const isLater = (instant: unknown, asked: Asked): boolean =>
  typeof instant === 'string' && Date.parse(instant) > asked.ctx.now.getTime() + CLOCK_SKEW_MS;

/** The Shanghai day of a date or an instant, both as text. */
const dayOf = (value: string): string => (value.includes('T') ? shanghaiDayOf(new Date(value)) : value);

function dateReasons(node: FieldNode, day: string, asked: Asked): string[] {
  const { notFuture, future } = node.properties;
  const today = shanghaiDayOf(asked.ctx.now);
  if (notFuture && day > today) return ['不能晚于今天'];
  if (future && day <= today) return ['须晚于今天'];
  return [...withinReasons(node, day, asked), ...orderReasons(node, day, asked)];
}

function instantReasons(node: FieldNode, instant: string, asked: Asked): string[] {
  const { notFuture, future } = node.properties;
  if (notFuture && isLater(instant, asked)) return ['不能晚于现在'];
  if (future && Date.parse(instant) <= asked.ctx.now.getTime()) return ['须晚于现在'];
  return [...withinReasons(node, instant, asked), ...orderReasons(node, instant, asked)];
}

function withinReasons(node: FieldNode, value: string, asked: Asked): string[] {
  const { within } = node.properties;
  const from = within === undefined ? null : asked.values[within.from];
  if (within === undefined || typeof from !== 'string' || from === '') return [];
  const days = lawDays(asked.ctx, within.key);
  const last = dayText(dayNumber(dayOf(from)) + days);
  return dayOf(value) > last ? [`不能晚于 ${last}（${days} 日内）`] : [];
}

function orderReasons(node: FieldNode, value: string, asked: Asked): string[] {
  const { notBefore } = node.properties;
  const other = notBefore === undefined ? null : siblings(asked)[notBefore];
  if (typeof other !== 'string' || other === '') return [];
  const exact = value.includes('T') && other.includes('T');
  const early = exact ? Date.parse(value) < Date.parse(other) : dayOf(value) < dayOf(other);
  return early ? ['不能早于开始时间'] : [];
}

function leadReasons(node: FieldNode, instant: string, asked: Asked): string[] {
  const { lead } = node.properties;
  if (lead === undefined) return [];
  const around = siblings(asked);
  const event = around[lead.before];
  const excuse = lead.unless === undefined ? null : around[lead.unless];
  if (typeof event !== 'string' || event === '' || excuse === true) return [];
  if (typeof excuse === 'string' && !isBlank(excuse)) return [];
  const hours = lawHours(asked.ctx, lead.key);
  return Date.parse(event) - Date.parse(instant) < hours * HOUR_MS ? [`须至少提前 ${hours} 小时`] : [];
}

const pointOf = (place: unknown): { latitude: number; longitude: number } | null =>
  isRecord(place) && typeof place.lat === 'number' && typeof place.lng === 'number'
    ? { latitude: place.lat, longitude: place.lng }
    : null;

function distanceReasons(node: FieldNode, place: unknown, asked: Asked): string[] {
  const { near } = node.properties;
  if (near === undefined) return [];
  const target = pointOf(asked.values[near.to]);
  if (target === null || !isBlank(asked.values[near.unless])) return [];
  const here = pointOf(place);
  if (here === null) return ['没有定位，请允许定位或填写原因'];
  const metres = distanceMetres(here, target);
  return metres > lawNumber(asked.ctx, near.withinKey, 'max')
    ? [`距举报地点约 ${Math.round(metres)} 米，请填写原因`]
    : [];
}

function photoReasons(node: FieldNode, value: unknown, asked: Asked): string[] {
  const photos = Array.isArray(value) ? value.filter(isRecord) : [];
  if (photos.some((photo) => isLater(photo.takenAt, asked))) return ['的拍摄时间不能晚于现在'];
  const { takenAfter } = node.properties;
  const from = takenAfter === undefined ? null : asked.values[takenAfter];
  if (typeof from !== 'string' || from === '') return [];
  const early = photos.some(
    ({ takenAt }) => typeof takenAt === 'string' && Date.parse(takenAt) < Date.parse(from),
  );
  return early ? ['须在下达整改要求之后拍摄'] : [];
}

function signatureReasons(node: FieldNode, value: unknown, asked: Asked): string[] {
  if (!isRecord(value) || value.account === undefined) return [];
  if (node.properties.otherSide === true)
    return ['须由对方本人在屏幕上手写，不能用您的登记签名；对方拒签的，请写明情况'];
  if (value.account !== asked.ctx.me.account) return ['不能代他人签名'];
  return isLater(value.signedAt, asked) ? ['的签名时间不能晚于现在'] : [];
}
