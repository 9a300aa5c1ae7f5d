import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import type { Logger } from 'pino';
import type { Db } from '../../core/db.ts';
import { failPoint } from '../../core/fail-point.ts';
import { isOneOf, LISTENER_USER } from '../../core/keys.ts';
import { fromHostClock } from '../../core/time.ts';

/** A record as the exporter sends it; only what we read is named. */
interface ExportedRecord {
  partitionId: number;
  position: number | string;
  key: number | string;
  timestamp: number;
  valueType: string;
  intent: string;
  recordType: string;
  value: Record<string, unknown>;
}

interface Row {
  partition_id: number;
  position: string;
  value_type: string;
  intent: string;
  record_key: string;
  at: string;
  value: unknown;
}

/** The biggest bulk request we read; the exporter sends at most a few hundred records at a time. */
const MAX_BODY = 64 * 1024 * 1024;

/** Keys exceed 2^53 beyond partition 3: quote long integers before JSON.parse can round them. */
const LONG_INTEGER = /([:[,]\s*)(-?\d{16,})(?=\s*[,\]}])/g;

/**
 * The read model's ear: speaks enough of Elasticsearch's bulk API for the broker's stock exporter (engine.md).
 * Answers 200 only after COMMIT, and never refuses a record for its content: what cannot be read is parked in
 * `record_quarantine`, because one refused record stops exporting for good. Kept is what the projector reads: steps, flows, cancelled jobs,
 * incidents (decision 0005). Records come at least once;
 * ON CONFLICT DO NOTHING is the cheap path after a broker's death. Whoever hands over records can close tasks and clocks,
 * so it must prove itself (basic authentication, which is what the exporter can do).
 */
export async function startRecordListener(options: {
  db: Db;
  log: Logger;
  brokerEpoch: string;
  host: string;
  port: number;
  /** Each opens: while the engine's password is being replaced there are two. */
  passwords: readonly string[];
  onRecords: () => void;
}): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      options.log.warn({ err: error }, 'records not stored; the exporter will send them again');
      reply(response, 503, { error: 'not stored' });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return { port: (server.address() as { port: number }).port, close: () => closeServer(server) };
}

async function answer(
  options: Parameters<typeof startRecordListener>[0],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!proved(request.headers.authorization, options.passwords)) return refuse(options, request, response);
  const body = await read(request);
  if (!request.url?.startsWith('/_bulk')) return reply(response, 200, { acknowledged: true });
  const { rows, odd, passed } = parse(body);
  await store(options.db, options.brokerEpoch, rows, odd);
  failPoint('records.stored');
  if (rows.length > 0) options.onRecords();
  const lines = rows.length + odd.length + passed;
  const item = { index: { _index: 'zeebe', _id: '0', status: 201 } };
  reply(response, 200, { took: 1, errors: false, items: Array.from({ length: lines }, () => item) });
}

/** Whether the header carries our user and one of the passwords. */
function proved(authorization: string | undefined, passwords: readonly string[]): boolean {
  const coded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (coded === undefined) return false;
  const given = Buffer.from(coded, 'base64').toString('utf8');
  return isOneOf(
    given,
    passwords.map((password) => `${LISTENER_USER}:${password}`),
  );
}

/** Nothing of what a stranger sends is kept, not even in memory; it is read to the end so that he hears the answer. */
async function refuse(
  { log }: Parameters<typeof startRecordListener>[0],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  log.warn({ from: request.socket.remoteAddress }, 'records refused: wrong or no credentials');
  await finished(request.resume());
  response.setHeader('www-authenticate', 'Basic realm="records"');
  reply(response, 401, { error: 'credentials needed' });
}

/** Intents that tell something: where a token is, which way it took. The others only announce these. */
const STEPS = new Set([
  'ELEMENT_ACTIVATED',
  'ELEMENT_COMPLETED',
  'ELEMENT_TERMINATED',
  'SEQUENCE_FLOW_TAKEN',
]);

function wanted({ recordType, valueType, intent }: ExportedRecord): boolean {
  if (recordType !== 'EVENT') return false;
  if (valueType === 'PROCESS_INSTANCE') return STEPS.has(intent);
  return valueType === 'INCIDENT' || (valueType === 'JOB' && intent === 'CANCELED');
}

/** Of a step only what the projector reads; of rare records everything. */
const STEP_MEMBERS = [
  'processInstanceKey',
  'parentProcessInstanceKey',
  'processDefinitionKey',
  'bpmnProcessId',
  'bpmnElementType',
  'elementId',
];

function valueOf({ valueType, value }: ExportedRecord): Record<string, unknown> {
  if (valueType !== 'PROCESS_INSTANCE') return value;
  return Object.fromEntries(STEP_MEMBERS.map((member) => [member, value[member]]));
}

function parse(body: string): { rows: Row[]; odd: { reason: string; line: string }[]; passed: number } {
  let passed = 0;
  const rows: Row[] = [];
  const odd: { reason: string; line: string }[] = [];
  const lines = body.split('\n');
  // Pairs: an action line, then the record itself.
  for (let i = 1; i < lines.length; i += 2) {
    const line = lines[i]!;
    if (line === '') continue;
    try {
      const record = JSON.parse(line.replace(LONG_INTEGER, '$1"$2"')) as ExportedRecord;
      if (wanted(record)) rows.push(rowOf(record));
      else passed += 1;
    } catch (error) {
      odd.push({ reason: String(error), line: line.slice(0, 100_000) });
    }
  }
  return { rows, odd, passed };
}

const rowOf = (record: ExportedRecord): Row => ({
  partition_id: record.partitionId,
  position: String(record.position),
  value_type: record.valueType,
  intent: record.intent,
  record_key: String(record.key),
  at: fromHostClock(record.timestamp).toISOString(),
  value: valueOf(record),
});

async function store(
  db: Db,
  epoch: string,
  rows: Row[],
  odd: { reason: string; line: string }[],
): Promise<void> {
  try {
    await insert(db, epoch, rows);
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('22') !== true) throw error;
    // One record's content is not storable (such as a NUL in a string): find it, park it, keep the rest.
    for (const row of rows) {
      await insert(db, epoch, [row]).catch((bad: unknown) =>
        odd.push({ reason: String(bad), line: JSON.stringify(row) }),
      );
    }
  }
  for (const { reason, line } of odd)
    await db.raw('insert into record_quarantine (reason, line) values (?, ?)', [
      reason,
      line.replaceAll('\u0000', '␀'),
    ]);
}

async function insert(db: Db, epoch: string, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  await db.raw(
    `insert into engine_record (broker_epoch, partition_id, position, value_type, intent, record_key, at, value)
     select ?, r.partition_id, r.position, r.value_type, r.intent, r.record_key, r.at, r.value
     from jsonb_to_recordset(?::jsonb) as r(partition_id int, position bigint, value_type text, intent text,
                                            record_key text, at timestamptz, value jsonb)
     on conflict do nothing`,
    [epoch, JSON.stringify(rows)],
  );
}

function read(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY) reject(new Error('bulk request too large'));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' });
  response.end(JSON.stringify(body));
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
