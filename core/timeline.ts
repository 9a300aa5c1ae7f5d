import { chainHolds, type ChainRow } from './chain.ts';
import { rows, type Trx } from './db.ts';
import { definition, type Definition } from './definitions.ts';
import type { FormSchema } from './forms/types.ts';
import { MESSAGE_NAMES } from './message-names.ts';
import { namesIn } from './paper/names.ts';
import { textsIn, type Names } from './paper/form-rows.ts';
import { formChanges, plainChanges, type Change } from './timeline/changes.ts';
import { actName, sentenceOf } from './timeline/sentences.ts';

export type { Change } from './timeline/changes.ts';

/** One audit row as people read it. */
export interface TimelineEntry {
  seq: number;
  /** ISO instant, UTC. */
  at: string;
  actor: string;
  actorName: string;
  unitName: string;
  act: string;
  actName: string;
  subject: string;
  subjectName: string;
  sentence: string;
  changes: Change[];
  more: Record<string, unknown>;
  hash: string;
}

interface Body {
  name?: string;
  before?: unknown;
  after?: unknown;
  /** Name of the step, where the act wrote it. */
  element?: string;
  elementId?: string;
  form?: string;
  taskId?: string;
  itemId?: string | null;
  [more: string]: unknown;
}

/** What the ids in a case's audit rows mean. */
interface Glossary {
  names: Names;
  /** Element id → name, over all versions that ran. */
  steps: Map<string, string>;
  /** Clock key → name. */
  clocks: Map<string, string>;
  /** Process → name. */
  processes: Map<string, string>;
  /** Task id → version of the diagram it belongs to. */
  versions: Map<string, Definition>;
  /** Forms by id, of the newest version that ran: for start forms, which have no task. */
  forms: Map<string, FormSchema>;
}

/**
 * The whole audit trail of a case, oldest first, each act as a sentence with its changes: labels and options in the
 * words of the form's version, the old values being those given in the same step before. `chain.ok`: every hash was
 * computed again and fits.
 */
export async function timelineOf(
  trx: Trx,
  caseId: string,
): Promise<{ items: TimelineEntry[]; chain: { ok: boolean; length: number } }> {
  const trail = await rows<ChainRow>(trx, 'select * from audit_event where case_id = ? order by seq', [
    caseId,
  ]);
  const bodies = trail.map((row) => JSON.parse(row.body) as Body);
  const glossary = await glossaryOf(trx, caseId, trail, bodies);
  const given = new Map<string, Record<string, unknown>>();
  const items = trail.map((row, i) => entry(row, bodies[i]!, glossary, given));
  return { items, chain: { ok: chainHolds(trail), length: trail.length } };
}

async function glossaryOf(trx: Trx, caseId: string, trail: ChainRow[], bodies: Body[]): Promise<Glossary> {
  const tasks = await rows<{ task_id: string; definition_key: string }>(
    trx,
    'select task_id, definition_key from task where case_id = ?',
    [caseId],
  );
  const instances = await rows<{ definition_key: string }>(
    trx,
    'select distinct definition_key from instance where case_id = ?',
    [caseId],
  );
  const clocks = await rows<{ key: string; name_zh: string }>(
    trx,
    'select distinct key, name_zh from clock where case_id = ?',
    [caseId],
  );
  const ran = new Map<string, Definition>();
  for (const key of new Set([...tasks, ...instances].map((row) => row.definition_key)))
    ran.set(key, await definition(trx, key));
  const glossary: Glossary = {
    names: await namesIn(
      trx,
      bodies,
      trail.map((row) => [row.actor, row.unit_id]),
      groupIds(bodies),
    ),
    steps: new Map(),
    clocks: new Map(clocks.map(({ key, name_zh }) => [key, name_zh])),
    processes: new Map(),
    versions: new Map(tasks.map(({ task_id, definition_key }) => [task_id, ran.get(definition_key)!])),
    forms: new Map(),
  };
  for (const { process, meta, schemas } of ran.values()) {
    glossary.processes.set(process, meta.name);
    for (const [id, element] of meta.elements) if (element.name) glossary.steps.set(id, element.name);
    for (const [id, schema] of Object.entries(schemas)) glossary.forms.set(id, schema);
  }
  return glossary;
}

/** The ids behind groups like `street:dinghai`. */
const groupIds = (bodies: Body[]): string[] =>
  textsIn(bodies)
    .filter((text) => /^[a-z]+:\S+$/.test(text))
    .map((group) => group.slice(group.indexOf(':') + 1));

function entry(
  row: ChainRow,
  body: Body,
  glossary: Glossary,
  given: Map<string, Record<string, unknown>>,
): TimelineEntry {
  const { name, before, after, element, ...more } = body;
  const step = element ?? glossary.steps.get(String(body.elementId ?? '')) ?? '';
  // The name in the row first: two diagrams of one case may use the same id (`accept`: 受理 and 验收).
  const { steps, clocks, processes } = glossary;
  const known = [steps, clocks, processes].map((words) => words.get(row.subject)).find(Boolean);
  // The name an act wrote itself goes first: one id may be two steps (`accept` is 受理 here and 验收 there).
  const subjectName = (element || undefined) ?? known ?? MESSAGE_NAMES[row.subject] ?? row.subject;
  const changes = changesOf(row, body, glossary, given);
  const who = name ?? glossary.names.get(row.actor) ?? row.actor;
  return {
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    actorName: who,
    unitName: glossary.names.get(row.unit_id) ?? '',
    act: row.act,
    actName: actName(row.act, step),
    subject: row.subject,
    subjectName,
    sentence: sentenceOf(row.act, { who, subject: subjectName, changes, more }, step),
    changes,
    more,
    hash: row.hash,
  };
}

function changesOf(
  row: ChainRow,
  body: Body,
  glossary: Glossary,
  given: Map<string, Record<string, unknown>>,
): Change[] {
  const form = body.form ?? (row.act === 'report.registered' ? row.subject : undefined);
  const version = glossary.versions.get(body.taskId ?? '');
  const schema = form === undefined ? undefined : (version?.schemas[form] ?? glossary.forms.get(form));
  if (schema === undefined || typeof body.after !== 'object' || body.after === null)
    return plainChanges(body.before, body.after, glossary.names);
  const data = body.after as Record<string, unknown>;
  const place = `${row.subject} ${body.itemId ?? ''}`;
  const earlier = given.get(place);
  given.set(place, data);
  return formChanges(schema, earlier, data, glossary.names);
}
