import type { Capped, Place } from './types.ts';

const instant = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** `2026-11-24 19:05` on the Shanghai clock, or a dash for nothing. */
export function at(value: string | null | undefined): string {
  if (!value) return '—';
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : instant.format(date);
}

/** `11-24 19:05`: for lists, where the year is the same all the way down. */
export function shortAt(value: string | null | undefined): string {
  return at(value).replace(/^\d{4}-/, '');
}

/**
 * When a time limit ends. A day limit ends with its day, which as an instant is the midnight after it: said as 24:00
 * of that day, since people would read 00:00 as one day more.
 */
export function dueText(value: string | null | undefined): string {
  const text = at(value);
  if (!value || !text.endsWith(' 00:00')) return text;
  return `${day(new Date(new Date(value).getTime() - 1).toISOString())} 24:00`;
}

/** The Shanghai day of an instant, `2026-11-24`. */
export function day(value: string | null | undefined): string {
  return at(value).slice(0, 10);
}

/** `12` or `1000+` when the server stopped counting. */
export function counted(total: Capped | null | undefined): string {
  if (!total) return '';
  return total.capped ? `${total.count}+` : String(total.count);
}

/** One line for a place: the address, else the point. */
export function placeText(place: Place | string | null | undefined): string {
  if (!place) return '';
  if (typeof place === 'string') return place;
  if (place.address) return place.address;
  if (typeof place.lat === 'number' && typeof place.lng === 'number') {
    return `${place.lat.toFixed(5)}, ${place.lng.toFixed(5)}`;
  }
  return '';
}

/** `1.4 MB`. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** The first twelve digits of a hash: enough for people to compare, the whole one is in the title. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}

/** How long between two instants, in the largest unit that says something: `3天4小时`, `25分钟`. */
export function lasted(from: string | null, to: string | null): string {
  if (!from || !to) return '';
  const minutes = Math.max(0, Math.round((new Date(to).getTime() - new Date(from).getTime()) / 60_000));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days > 0) return hours > 0 ? `${days}天${hours}小时` : `${days}天`;
  if (hours > 0) return minutes % 60 > 0 ? `${hours}小时${minutes % 60}分钟` : `${hours}小时`;
  return minutes > 0 ? `${minutes}分钟` : '不足1分钟';
}

/** A form value as one line of text for before/after columns. */
export function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return '（空）';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.length === 0 ? '（空）' : value.map(plain).join('、');
  if (typeof value === 'object') {
    const o = value as Record<string, unknown>;
    const named = o['name'] ?? o['label'] ?? o['address'] ?? o['title'];
    if (typeof named === 'string' && named) return named;
    return Object.entries(o)
      .filter(([, v]) => v !== null && v !== undefined && v !== '')
      .map(([, v]) => plain(v))
      .join(' ');
  }
  const text = String(value);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d.*Z$/.test(text) ? at(text) : text;
}

/** The address under which a file is shown in the browser instead of being saved; it may carry parameters already. */
export const shownAt = (url: string): string =>
  url.includes('inline=') ? url : `${url}${url.includes('?') ? '&' : '?'}inline=1`;
