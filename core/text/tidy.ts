import { cleanText, hasControl, type Lines } from './clean.ts';

/** More than anybody sends by hand: members in all, levels of nesting. */
export const TIDY_LIMIT = { values: 50_000, depth: 64 };

/** Keys whose text is a secret and is compared as it was typed. */
const SECRETS = new Set(['password']);

export interface Tidied {
  value: unknown;
  /** Dotted paths of texts with control characters. */
  controls: string[];
  /** There was more, or it was nested deeper, than anybody sends; `value` must not be used. */
  tooMuch: boolean;
}

/**
 * Clean every text of a JSON value, names of members too. The value is changed in place, without recursion, so that no nesting
 * can exhaust the stack. `password` is left alone.
 */
export function tidyJson(json: unknown, lines: Lines = 'lines', limit = TIDY_LIMIT): Tidied {
  const root = { value: json };
  const controls: string[] = [];
  const waiting: [holder: object, path: string, depth: number][] = [[root, '', 0]];
  for (let seen = 0; waiting.length > 0;) {
    const [holder, path, depth] = waiting.pop()!;
    for (const [name, inner] of Object.entries(holder)) {
      if (++seen > limit.values || depth > limit.depth) return { value: null, controls, tooMuch: true };
      const key = tidyName(holder, name, inner);
      const at = holder === root ? '' : path === '' ? key : `${path}.${key}`;
      if (typeof inner === 'object' && inner !== null) waiting.push([inner, at, depth + 1]);
      if (typeof inner !== 'string' || SECRETS.has(key)) continue;
      const clean = cleanText(inner, lines);
      if (clean !== inner) put(holder, key, clean);
      if (hasControl(clean)) controls.push(at);
    }
  }
  return { value: root.value, controls, tooMuch: false };
}

function tidyName(holder: object, name: string, value: unknown): string {
  if (Array.isArray(holder)) return name;
  const key = cleanText(name, 'line');
  if (key === name) return name;
  delete (holder as Record<string, unknown>)[name];
  put(holder, key, value);
  return key;
}

/** As JSON.parse does it: a member called `__proto__` is a member like others. */
const put = (holder: object, key: string, value: unknown): unknown =>
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
