import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { AppError, type FieldError } from '../core/errors.ts';

/** What a line gets that can't be answered. */
export interface LineError {
  error: string;
  line: number;
  errors?: FieldError[];
}

const MAX_LINE = 1_000_000;
const CHUNK = 64 * 1024;

/**
 * Answer JSON lines: one line in, one line out, in order; empty lines are skipped but counted. A line that is no JSON
 * or that `answer` refuses with an AppError becomes `{error, line}` in its place and the next line goes on.
 * Returns how many lines were refused. Other failures of `answer` are thrown.
 */
export async function answerLines(
  input: Readable,
  output: Writable,
  answer: (value: unknown) => unknown,
): Promise<number> {
  let line = 0;
  let refused = 0;
  let chunk = '';
  for await (const raw of createInterface({ input, crlfDelay: Infinity })) {
    line++;
    const text = line === 1 ? raw.replace(/^\uFEFF/, '') : raw;
    if (text.trim() === '') continue;
    const result = answerOne(text, line, answer);
    if (result.refused) refused++;
    chunk += `${JSON.stringify(result.value)}\n`;
    if (chunk.length < CHUNK) continue;
    await write(output, chunk);
    chunk = '';
  }
  if (chunk !== '') await write(output, chunk);
  return refused;
}

function answerOne(
  text: string,
  line: number,
  answer: (value: unknown) => unknown,
): { value: unknown; refused: boolean } {
  try {
    return { value: answer(parseJson(text)), refused: false };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const value: LineError = { error: sentence(error), line };
    if (error.errors) value.errors = error.errors;
    return { value, refused: true };
  }
}

/** Parse JSON text. Throws AppError `not-json` with a Chinese title. */
export function parseJson(text: string): unknown {
  if (text.length > MAX_LINE) throw new AppError('not-json', 400, '内容过长，不是有效的 JSON');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AppError('not-json', 400, '不是有效的 JSON');
  }
}

/** An error as one Chinese sentence, with its first wrong fields. */
export function sentence(error: AppError): string {
  const fields = (error.errors ?? [])
    .slice(0, 5)
    .map(({ path, message }) => `${path || '（整体）'} ${message}`);
  return fields.length > 0 ? `${error.title}：${fields.join('；')}` : error.title;
}

function write(output: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Let the command end quietly when its reader (e.g. `head`) has gone. */
export function endWithReader(output: Writable): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
