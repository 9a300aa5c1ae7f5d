import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Operation, Schema } from './contract.ts';
import { hostileCursor, hostileJson, hostileText, hostileValue } from './hostile.ts';
import { multipart } from './multipart.ts';

/** One request as it is sent. */
export interface Attempt {
  operation: string;
  as: string;
  method: string;
  /** Below `/api`, percent-encoded. */
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
}

/** Ids that exist, by the name of the path parameter. */
export type KnownIds = Record<string, string[]>;

/** A request to one operation by one person: mostly what the contract asks for, with some of it spoiled. */
export function attempts(
  operations: readonly Operation[],
  people: readonly string[],
  known: KnownIds,
  allowed: (as: string, operation: Operation) => boolean,
): fc.Arbitrary<Attempt> {
  const pairs = people.flatMap((as) =>
    operations.filter((one) => allowed(as, one)).map((operation) => ({ as, operation })),
  );
  return fc.constantFrom(...pairs).chain(({ as, operation }) =>
    fc
      .record({
        method: mostly(
          operation.method,
          fc.constantFrom('PUT', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'DELETE'),
        ),
        path: addressOf(operation, known),
        headers: headersOf(operation),
        content: contentOf(operation),
      })
      .map(({ method, path, headers, content }) => ({
        operation: operation.name,
        as,
        // Logging out would end the person's part in this run.
        method: method === 'DELETE' && as !== 'anonymous' ? operation.method : method,
        path,
        headers: fitting(method, { ...headers, ...content.headers }),
        body: content.body,
      })),
  );
}

/** An answer to HEAD has no body, which a server cannot know that gave up in the middle of the head. */
function fitting(method: string, headers: Record<string, string>): Record<string, string> {
  const { 'x-long': _, ...rest } = headers;
  return method === 'HEAD' ? rest : headers;
}

const mostly = <T>(usual: T, odd: fc.Arbitrary<T>, weight = 15): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: odd });

function addressOf({ path, parameters }: Operation, known: KnownIds): fc.Arbitrary<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const inQuery = parameters.filter((one) => one.in === 'query');
  return fc
    .tuple(
      fc.tuple(...names.map((name) => segment(known[name] ?? [], known))),
      fc.tuple(...inQuery.map(({ name, schema }) => queryPart(name, schema))),
      mostly('', oddQuery, 8),
    )
    .map(([ids, query, odd]) => {
      const filled = names.reduce((all, name, at) => all.replace(`{${name}}`, ids[at]!), path);
      const asked = [...query, odd].filter(Boolean).join('&');
      return asked === '' ? filled : `${filled}?${asked}`;
    });
}

/** Percent-encoding that never throws: what no URL can hold becomes U+FFFD. */
const coded = (text: string): string => encodeURIComponent(text.toWellFormed());

const segment = (own: readonly string[], known: KnownIds): fc.Arbitrary<string> =>
  fc.oneof(
    ...(own.length > 0 ? [{ weight: 6, arbitrary: fc.constantFrom(...own).map(coded) }] : []),
    { weight: 1, arbitrary: fc.constantFrom(...Object.values(known).flat()).map(coded) },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 2, arbitrary: hostileText.map((text) => coded(text) || '%20') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('%', '%00', '%E0%A4%A', '%ED%A0%80', '%2e%2e', '%2F', 'x;y', '~'),
    },
  );

function queryPart(name: string, schema: Schema): fc.Arbitrary<string> {
  const text = (value: unknown) =>
    `${name}=${coded(typeof value === 'string' ? value : JSON.stringify(value))}`;
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 3, arbitrary: valueOf(schema).map(text) },
    { weight: 2, arbitrary: (name === 'cursor' ? hostileCursor : hostileText).map(text) },
    { weight: 1, arbitrary: hostileText.map((value) => `${text(value)}&${text(value)}`) },
  );
}

const COLUMNS = [
  'topic',
  'state',
  'checkedIn',
  'unitId',
  'retired',
  'sort',
  'constructor',
  '__proto__',
  'inline',
];
const oddQuery = fc.oneof(
  fc.tuple(fc.constantFrom(...COLUMNS), hostileText).map(([name, value]) => `${name}=${coded(value)}`),
  fc.constantFrom('a[b][c]=1', '&&==', '%', '%00', '=%E0%A4', `x=${'y'.repeat(9_000)}`, '?'.repeat(50)),
);

function headersOf({ parameters }: Operation): fc.Arbitrary<Record<string, string>> {
  const own = parameters.filter((one) => one.in === 'header');
  const odd = fc.constantFrom<Record<string, string>>(
    { range: 'bytes=9-1' },
    { 'if-none-match': '*' },
    { accept: 'image/*;q=x' },
    { 'x-http-method-override': 'DELETE' },
    { cookie: 'bihuan=s%3A%00.x; %=%' },
    { authorization: 'Bearer \u00ff' },
    { origin: 'null' },
    { 'accept-encoding': 'br;q=0, gzip;q=zzz' },
    { expect: '200-maybe' },
    { 'x-long': 'y'.repeat(20_000) },
  );
  return fc
    .tuple(
      fc.tuple(
        ...own.map(({ name }) => fc.tuple(fc.constant(name), mostly(crypto.randomUUID(), fc.constant('x')))),
      ),
      mostly({}, odd, 8),
    )
    .map(([needed, more]) => ({ ...Object.fromEntries(needed), ...more }));
}

interface Content {
  headers: Record<string, string>;
  body: Buffer | undefined;
}

function contentOf({ method, body }: Operation): fc.Arbitrary<Content> {
  if (method === 'GET' || body === undefined) return fc.constant({ headers: {}, body: undefined });
  if (body.type === 'multipart/form-data') return multipart;
  const json = fc.oneof(
    { weight: 6, arbitrary: valueOf(body.schema).map((value) => JSON.stringify(value)) },
    { weight: 4, arbitrary: spoiled(body.schema).map((value) => JSON.stringify(value) ?? 'null') },
    { weight: 2, arbitrary: hostileJson },
  );
  const type = mostly(
    'application/json',
    fc.constantFrom(
      'text/plain',
      'application/json; charset=utf-7',
      'application/xml',
      'x',
      'multipart/form-data',
    ),
  );
  const coding = mostly('', fc.constantFrom('gzip', 'real gzip', 'br', 'deflate', 'zstd', 'x', 'gzip, gzip'));
  return fc.tuple(json, type, coding).map(([text, contentType, encoding]) => {
    const bytes = Buffer.from(text);
    return {
      headers: {
        'content-type': contentType,
        ...(encoding === '' ? {} : { 'content-encoding': encoding.replace('real ', '') }),
      },
      body: encoding === 'real gzip' ? gzipSync(bytes) : bytes,
    };
  });
}

/** What fits the schema, with one or two members that do not. */
const spoiled = (schema: Schema): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      valueOf(schema),
      fc.array(fc.tuple(fc.constantFrom(...Object.keys(schema.properties ?? { x: 1 }), 'x'), hostileValue), {
        minLength: 1,
        maxLength: 2,
      }),
    )
    .map(([value, changes]) => ({ ...(value as object), ...Object.fromEntries(changes) }));

/** A value of a schema; formats that matter to a check are met, lengths roughly. */
function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(valueOf));
  switch (schema.type) {
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -9, max: Math.min(schema.maximum ?? 9, 2 ** 31 - 1) });
    case 'number':
      return fc.double({ min: schema.minimum ?? -9, max: schema.maximum ?? 9, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valueOf(schema.items ?? {}), { maxLength: 4 });
    case 'object':
      return objectOf(schema);
    default:
      return textOf(schema);
  }
}

function objectOf({ properties, required = [] }: Schema): fc.Arbitrary<unknown> {
  // Free members: what a form or a register row holds is not in the contract.
  if (properties === undefined)
    return fc.dictionary(
      fc.oneof(fc.constantFrom('description', 'no', 'place', 'photos'), hostileText),
      hostileValue,
      {
        maxKeys: 4,
      },
    );
  const members = Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, valueOf(one)]));
  return fc.record(members, { requiredKeys: required });
}

function textOf({ pattern, format, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> {
  if (format === 'uuid' || pattern?.includes('{8}-')) return fc.uuid();
  if (format === 'date-time') return fc.constant('2026-03-02T01:00:00Z');
  if (pattern !== undefined && !pattern.startsWith('\\')) return fc.constant('T20260302001');
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 40) });
}
