import fc from 'fast-check';
import { hostileText } from './hostile.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const CONTENTS = [
  PNG,
  PNG.subarray(0, 30),
  Buffer.from('%PDF-1.4\n%%EOF'),
  Buffer.from('PK\u0003\u0004 no archive'),
  Buffer.alloc(0),
  Buffer.from('<svg onload="x"/>'),
];
const BOUNDARY = 'x-fuzz-boundary';

/** An upload: a file that is one or not, fields that browsers send or nobody, whole or cut off in the middle. */
export const multipart: fc.Arbitrary<{ headers: Record<string, string>; body: Buffer }> = fc
  .record({
    fields: fc.array(
      fc.tuple(fc.constantFrom('takenAt', 'lat', 'lng', 'address', 'a[b][c]', '__proto__'), hostileText),
      {
        maxLength: 4,
      },
    ),
    fileField: fc.constantFrom('file', 'file', 'file', 'other', ''),
    name: hostileText,
    content: fc.constantFrom(...CONTENTS),
    cut: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
    type: fc.constantFrom(
      ...Array.from({ length: 8 }, () => `multipart/form-data; boundary=${BOUNDARY}`),
      'multipart/form-data',
      'multipart/form-data; boundary=',
      'application/json',
    ),
  })
  .map(({ fields, fileField, name, content, cut, type }) => {
    const quoted = (text: string) => text.toWellFormed().replace(/["\r\n]/g, '_');
    const parts = fields.flatMap(([field, value]) => [
      Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="${quoted(field)}"\r\n\r\n`),
      Buffer.from(`${value.toWellFormed()}\r\n`),
    ]);
    const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${fileField}"; filename="${quoted(name)}"\r\n`;
    const all = Buffer.concat([
      ...parts,
      Buffer.from(`${head}content-type: application/octet-stream\r\n\r\n`),
      content,
      Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
    ]);
    return { headers: { 'content-type': type }, body: all.subarray(0, Math.ceil(all.length * cut)) };
  });
