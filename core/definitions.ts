import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { one, rows, type Db, type Trx } from './db.ts';
import { notFound } from './errors.ts';
import { compileForm } from './forms/index.ts';
import type { CompiledForm, FormSchema } from './forms/types.ts';

/** What a diagram says about one of its elements. */
export interface ElementMeta {
  name: string;
  type: string;
  documentation?: string;
  /** Documents the file must hold once this element was passed: property `document`, "template 名称", several with `;`. */
  documents?: { template: string; name: string }[];
  /** Message a throw event publishes (header `message`). */
  message?: string;
}

/** A message that a person may send to a running case: a catch event with the properties `form` and `sentBy`. */
export interface AskedMessage {
  elementId: string;
  /** The event's own name: 申请改期. */
  name: string;
  message: string;
  formId: string;
  /** Groups that may send it; `object` stands for the unit or firm the case is about. */
  sentBy: string[];
  /** Elements while one of which is active the event listens. */
  openWhile: string[];
}

/** What a diagram says about itself, read from its own text. */
export interface ProcessMeta {
  process: string;
  name: string;
  /** Prefix of 案号, e.g. 杨应急隐; null for helpers, which work inside the caller's case. */
  series: string | null;
  ownerGroup: string;
  /** What the units a case is about see of it (property `unitScope`). */
  unitScope: 'full' | 'task';
  startForm: string | null;
  startGroups: string[];
  /** What the process is for (its documentation). */
  summary: string;
  /** Names of the sections of the picture, in its order: the way a case takes. */
  sections: string[];
  /** Said to who has opened a case by hand (property `confirmation`). */
  confirmation: string | null;
  elements: Map<string, ElementMeta>;
  formIds: string[];
  /** User tasks with a boundary event for `clock.expired`. */
  expiring: Set<string>;
  /** Messages that start this process. */
  startMessages: Set<string>;
  /** Messages that a running instance waits for, by name, each with its correlation keys as the diagram writes them. */
  catches: Map<string, string[]>;
  /** Messages that people send (申请改期, 群众线索), by the event that catches each. */
  asked: AskedMessage[];
}

export interface Definition {
  process: string;
  version: number;
  definitionKey: string;
  bpmn: string;
  meta: ProcessMeta;
  schemas: Record<string, FormSchema>;
  /** The form of this id as it was when this version was deployed, ready to check data. */
  form(formId: string): CompiledForm;
}

interface Moddle {
  $type: string;
  id?: string;
  name?: string;
  documentation?: { text?: string }[];
  flowElements?: Moddle[];
  rootElements?: Moddle[];
  extensionElements?: { values?: Moddle[] };
  properties?: { name: string; value: string }[];
  values?: { key: string; value: string }[];
  formKey?: string;
  formId?: string;
  attachedToRef?: Moddle;
  incoming?: { sourceRef?: Moddle }[];
  eventDefinitions?: { messageRef?: Moddle }[];
  messageRef?: Moddle;
  correlationKey?: string;
}

/** Read a diagram's own description. Throws if it is not BPMN or holds no process. */
export async function readMeta(bpmn: string): Promise<ProcessMeta> {
  const { rootElement } = await new BpmnModdle({ zeebe }).fromXML(bpmn);
  const process = ((rootElement as Moddle).rootElements ?? []).find((root) => root.$type === 'bpmn:Process');
  if (process?.id === undefined) throw new Error('no process in the diagram');
  const own = (name: string) => property(process, name);
  const elements: ProcessMeta['elements'] = new Map();
  const formIds = new Set<string>();
  const expiring = new Set<string>();
  const startMessages = new Set<string>();
  const catches: ProcessMeta['catches'] = new Map();
  const asked: AskedMessage[] = [];
  const sections = new Set<string>();
  const visit = (parent: Moddle) => {
    for (const element of parent.flowElements ?? []) {
      for (const message of messagesOf(element)) {
        const name = message.name ?? '';
        if (parent === process && element.$type === 'bpmn:StartEvent') startMessages.add(name);
        else catches.set(name, [...(catches.get(name) ?? []), keyOf(message)]);
      }
      elements.set(element.id!, describe(element));
      const section = property(element, 'section');
      if (section !== undefined) sections.add(section);
      asked.push(...askedBy(element));
      const form = extension(element, 'zeebe:FormDefinition');
      const formId = form?.formKey ?? form?.formId;
      if (formId !== undefined) formIds.add(formId);
      const listens = element.eventDefinitions?.some((event) => event.messageRef?.name === 'clock.expired');
      if (listens && element.attachedToRef?.id !== undefined) expiring.add(element.attachedToRef.id);
      visit(element);
    }
  };
  visit(process);
  const startForm = own('startForm') ?? null;
  if (startForm !== null) formIds.add(startForm);
  for (const { formId } of asked) formIds.add(formId);
  return {
    process: process.id,
    name: process.name ?? process.id,
    series: own('caseSeries') ?? null,
    ownerGroup: own('ownerGroup') ?? 'awb',
    unitScope: own('unitScope') === 'task' ? 'task' : 'full',
    startForm,
    startGroups: namesIn(own('startGroups')),
    summary: process.documentation?.[0]?.text ?? '',
    sections: [...sections],
    confirmation: own('confirmation') ?? null,
    elements,
    formIds: [...formIds].sort(),
    expiring,
    startMessages,
    catches,
    asked,
  };
}

/** Messages an element receives: a throw event names none. */
const messagesOf = (element: Moddle): Moddle[] =>
  [element.messageRef, ...(element.eventDefinitions ?? []).map((event) => event.messageRef)].filter(
    (message) => message !== undefined,
  );

const keyOf = (message: Moddle): string => extension(message, 'zeebe:Subscription')?.correlationKey ?? '';

function describe(element: Moddle): ElementMeta {
  const meta: ElementMeta = { name: element.name ?? '', type: element.$type.replace('bpmn:', '') };
  const documents = property(element, 'document');
  if (documents !== undefined)
    meta.documents = documents
      .split(';')
      .map((one) => one.trim().split(/\s+/))
      .map(([template = '', ...name]) => ({ template, name: name.join(' ') || template }));
  const header = extension(element, 'zeebe:TaskHeaders')?.values?.find((h) => h.key === 'message');
  if (header !== undefined) meta.message = header.value;
  return meta;
}

/** The message a person may send here: none without the properties that say so. */
function askedBy(element: Moddle): AskedMessage[] {
  const [message] = messagesOf(element);
  const formId = property(element, 'form');
  const sentBy = namesIn(property(element, 'sentBy'));
  if (message === undefined || formId === undefined || sentBy.length === 0) return [];
  // A boundary event listens while its host runs, one behind an event-based gateway while that waits.
  const waits = [
    element.attachedToRef?.id,
    ...(element.incoming ?? []).map(({ sourceRef }) => sourceRef?.id),
  ];
  const openWhile = [...waits, element.id].filter((id) => id !== undefined);
  const name = element.name ?? '';
  return [{ elementId: element.id!, name, message: message.name ?? '', formId, sentBy, openWhile }];
}

const namesIn = (list: string | undefined): string[] =>
  (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

const property = (element: Moddle, name: string): string | undefined =>
  extension(element, 'zeebe:Properties')?.properties?.find((p) => p.name === name)?.value;

const extension = (element: Moddle, type: string): Moddle | undefined =>
  element.extensionElements?.values?.find((value) => value.$type === type);

interface Row {
  process: string;
  version: number;
  definition_key: string;
  bpmn: string;
  forms: Record<string, FormSchema>;
}

// Deployed versions never change, so they are kept for the life of the process, by key.
const known = new Map<string, Definition>();

/** A deployed version by its engine key. Throws 404 when it was never deployed here. */
export async function definition(db: Db | Trx, definitionKey: string): Promise<Definition> {
  const cached = known.get(definitionKey);
  if (cached) return cached;
  const row = await one<Row>(
    db,
    'select * from definition_version where definition_key = ? order by deployed_at desc',
    [definitionKey],
  );
  if (row === undefined) throw notFound('没有找到该版本的流程');
  return remember(row);
}

/** A new version is noticed within this time; every start and every list asks which one is the newest. */
const LATEST_KEPT_MS = 1_000;
const latest = new Map<string, { key: string; until: number }>();

/** The newest deployed version of a process in this broker epoch. Throws 404 when there is none. */
export async function latestDefinition(db: Db | Trx, process: string): Promise<Definition> {
  const kept = latest.get(process);
  if (kept !== undefined && kept.until > performance.now()) return definition(db, kept.key);
  const row = await one<{ definition_key: string }>(
    db,
    `select d.definition_key from definition_version d join installation i on i.broker_epoch = d.broker_epoch
     where d.process = ? order by d.version desc limit 1`,
    [process],
  );
  if (row === undefined) throw notFound(`流程 ${process} 尚未部署`);
  latest.set(process, { key: row.definition_key, until: performance.now() + LATEST_KEPT_MS });
  return definition(db, row.definition_key);
}

/** The newest deployed version of every process in this broker epoch. */
export async function latestDefinitions(db: Db | Trx): Promise<Definition[]> {
  const found = await rows<{ definition_key: string }>(
    db,
    `select distinct on (d.process) d.definition_key from definition_version d
     join installation i on i.broker_epoch = d.broker_epoch order by d.process, d.version desc`,
  );
  const all = [];
  for (const { definition_key } of found) all.push(await definition(db, definition_key));
  return all;
}

async function remember(row: Row): Promise<Definition> {
  const compiled = new Map<string, CompiledForm>();
  const made: Definition = {
    process: row.process,
    version: row.version,
    definitionKey: row.definition_key,
    bpmn: row.bpmn,
    meta: await readMeta(row.bpmn),
    schemas: row.forms,
    form(formId) {
      const ready = compiled.get(formId);
      if (ready) return ready;
      const schema = row.forms[formId];
      if (schema === undefined) throw notFound(`表单 ${formId} 不在该版本的流程中`);
      const fresh = compileForm(schema);
      compiled.set(formId, fresh);
      return fresh;
    },
  };
  known.set(row.definition_key, made);
  return made;
}
