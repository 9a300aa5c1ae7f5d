import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { AppError, badRequest } from '../core/errors.ts';
import { answerLines, parseJson } from './json-lines.ts';

async function run(text: string | Buffer[], answer: (value: unknown) => unknown) {
  const chunks: string[] = [];
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      setImmediate(done);
    },
  });
  const input = typeof text === 'string' ? Readable.from([Buffer.from(text)]) : Readable.from(text);
  const refused = await answerLines(input, output, answer);
  const lines = chunks.join('').split('\n').slice(0, -1);
  return { refused, lines: lines.map((line) => JSON.parse(line) as unknown) };
}

describe('JSON lines', () => {
  test('answers come in the order of the questions, also beyond one chunk', async () => {
    const numbers = Array.from({ length: 20_000 }, (_, index) => index);
    const { refused, lines } = await run(numbers.join('\n'), (value) => ({ value }));
    expect(refused).toBe(0);
    expect(lines).toEqual(numbers.map((value) => ({ value })));
  });

  test('a bad line keeps its place and its number, the next line goes on', async () => {
    const { refused, lines } = await run('\uFEFF1\r\n\n{oops\n"中"\n', (value) => {
      if (value === '中') throw badRequest('输入有误', [{ path: 'a', message: '必填' }]);
      return value;
    });
    expect(refused).toBe(2);
    expect(lines).toEqual([
      1,
      { error: '不是有效的 JSON', line: 3 },
      { error: '输入有误：a 必填', line: 4, errors: [{ path: 'a', message: '必填' }] },
    ]);
  });

  test('a character cut in two by the transport is one character', async () => {
    const bytes = Buffer.from('"𠮷"\n');
    const { lines } = await run([bytes.subarray(0, 3), bytes.subarray(3)], (value) => value);
    expect(lines).toEqual(['𠮷']);
  });

  test('a failure that is nobody’s input stops the work', async () => {
    const broken = run('1\n', () => {
      throw new TypeError('bug');
    });
    await expect(broken).rejects.toThrow('bug');
  });

  test('a line of a megabyte is refused unread', () => {
    expect(() => parseJson(`"${'a'.repeat(1_000_000)}"`)).toThrow(AppError);
  });
});
