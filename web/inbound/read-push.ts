import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { badRequest } from '../../core/errors.ts';
import { withoutControl } from '../../core/text/clean.ts';
import { decoded, markedEncoding } from '../../core/text/encoding.ts';

const BODY = '1mb';

/**
 * Reads the JSON that another platform pushes into `request.body`, whatever it calls it and in whichever encoding of
 * Chinese it writes. Control characters are taken out, for there is nobody who could be asked to. Throws 400 for what is no
 * JSON object or list, 413 for more than 1 MB.
 */
export function pushReader(): RequestHandler[] {
  return [
    express.raw({ limit: BODY, type: () => true }),
    (request: Request, _: Response, next: NextFunction) => {
      if (Buffer.isBuffer(request.body)) request.body = pushed(request.body);
      next();
    },
  ];
}

function pushed(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  const text = textOf(bytes);
  const value = text === undefined ? undefined : parsed(text);
  if (typeof value !== 'object' || value === null)
    throw badRequest('提交的内容不是正确的 JSON，请检查后再提交');
  return value;
}

/**
 * The bytes as text. What a platform says of its encoding is often wrong and is not asked: UTF-16 shows by its zeros or its mark,
 * UTF-8 by being valid, which text in GBK practically never is. Undefined where it is none of them.
 */
function textOf(bytes: Buffer): string | undefined {
  const wide = wideOf(bytes);
  if (wide !== undefined) return decoded(bytes, wide);
  return decoded(bytes, 'utf-8') ?? decoded(bytes, 'gb18030');
}

function wideOf(bytes: Buffer): string | undefined {
  const [one, two] = bytes;
  if (one !== 0 && two === 0) return 'utf-16le';
  return one === 0 && two !== 0 ? 'utf-16be' : markedEncoding(bytes);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, spoken);
  } catch {
    return undefined;
  }
}

/** A whole number longer than a floating number can hold (a ticket number, an identity card) stays as it was written. */
function spoken(_: string, value: unknown, written?: { source?: string }): unknown {
  if (typeof value === 'string') return withoutControl(value.replace(/\r\n?|[\v\f\u0085]/g, '\n'));
  const source = written?.source;
  return typeof value === 'number' &&
    source !== undefined &&
    /^-?\d+$/.test(source) &&
    !Number.isSafeInteger(value)
    ? source
    : value;
}
