import type { Rect } from './types.ts';

/** Labels outside of shapes: bpmn-js sets them in 11 px and breaks them at 90 px. */
const WIDE = 11;
const NARROW = 6.4;
const LINE = 13.2;
const WRAP = 90;
const SPARE = 4;

/** Width of a text in units: Chinese and full-width characters 11, all others 6.4. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += char.codePointAt(0)! >= 0x2e80 ? WIDE : NARROW;
  return width;
}

/**
 * The lines bpmn-js makes of a text. It cuts a word that does not fit one character earlier than needed and tries
 * again, so a greedy estimate would be one line short now and then.
 */
export function wrap(text: string, limit = WRAP): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest) {
    let line = rest;
    while (textWidth(line) > limit && [...line].length > 1) line = shorten(line, limit);
    lines.push(line.trim());
    rest = rest.slice(line.length).trim();
  }
  return lines;
}

function shorten(line: string, limit: number): string {
  const chars = [...line];
  const fit = (chars.length * limit) / textWidth(line);
  const space = chars.slice(0, Math.floor(fit)).lastIndexOf(' ');
  return chars.slice(0, space > 0 ? space : Math.max(Math.round(fit - 1), 1)).join('');
}

/** Size in units of an outside label; `{0, 0}` for an empty name. */
export function labelSize(text: string, limit = WRAP): { width: number; height: number } {
  const lines = wrap(text, limit);
  if (!lines.length) return { width: 0, height: 0 };
  return { width: Math.ceil(Math.max(...lines.map(textWidth))), height: Math.ceil(lines.length * LINE) };
}

/** A label of this text with its top left corner at `x`, `y`. */
export function labelAt(text: string, x: number, y: number): Rect {
  return { x, y, ...labelSize(text) };
}

/**
 * The label bounds to write for a text that stands in `rect`: bpmn-js breaks it at their width, so they are a little
 * wider than a single line (fonts differ), and as wide as the limit where the text was broken.
 */
export function labelBounds(text: string, rect: Rect): Rect {
  const broken = wrap(text).length > 1;
  const width = rect.width > WRAP ? rect.width + SPARE : broken ? WRAP : Math.min(WRAP, rect.width + SPARE);
  return { x: rect.x + (rect.width - width) / 2, y: rect.y, width, height: rect.height };
}

/** bpmn-js draws annotations in 12 px with 7 units around. */
export function noteSize(text: string): { width: number; height: number } {
  const inner = labelSize(text, 110);
  return { width: 140, height: Math.max(30, Math.ceil(inner.height * 1.15) + 14) };
}
