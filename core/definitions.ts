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

/** What a diagram says about itself, read from its own text. */
export interface ProcessMeta {
  process: string;
  name: string;
  /** Prefix of 案号, e.g. 杨应急隐; null for helpers, which work inside the caller's case. */
  series: string | null;
  ownerGroup: string;
  startForm: string | null;
  startGroups: string[];
  elements: Map<string, ElementMeta>;
  formIds: string[];
  /** User tasks with a boundary event for `clock.expired`. */
  expiring: Set<string>;
  /** Messages that start this process. */
  startMessages: Set<string>;
  /** Messages that a running instance waits for, by name, each with its correlation keys as the diagram writes them. */
  catches: Map<string, string[]>;
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
  flowElements?: Moddle[];
  rootElements?: Moddle[];
  extensionElements?: { values?: Moddle[] };
  properties?: { name: string; value: string }[];
  values?: { key: string; value: string }[];
  formKey?: string;
  formId?: string;
  attachedToRef?: Moddle;
  eventDefinitions?: { messageRef?: Moddle }[];
  messageRef?: Moddle;
  correlationKey?: string;
}

/** Read a diagram's own description. Throws if it is not BPMN or holds no process. */
export async function readMeta(bpmn: string): Promise<ProcessMeta> {
  const { rootElement } = await new BpmnModdle({ zeebe }).fromXML(bpmn);
  const process = ((rootElement as Moddle).rootElements ?? []).find((root) => root.$type === 'bpmn:Process');
  if (process?.id === undefined) throw new Error('no process in the diagram');
  const property = (name: string) =>
    extension(process, 'zeebe:Properties')?.properties?.find((p) => p.name === name)?.value;
  const elements: ProcessMeta['elements'] = new Map();
  const formIds = new Set<string>();
  const expiring = new Set<string>();
  const startMessages = new Set<string>();
  const catches: ProcessMeta['catches'] = new Map();
  const visit = (parent: Moddle) => {
    for (const element of parent.flowElements ?? []) {
      for (const message of messagesOf(element)) {
        const name = message.name ?? '';
        if (parent === process && element.$type === 'bpmn:StartEvent') startMessages.add(name);
        else catches.set(name, [...(catches.get(name) ?? []), keyOf(message)]);
      }
      elements.set(element.id!, describe(element));
      const form = extension(element, 'zeebe:FormDefinition');
      const formId = form?.formKey ?? form?.formId;
      if (formId !== undefined) formIds.add(formId);
      const listens = element.eventDefinitions?.some((event) => event.messageRef?.name === 'clock.expired');
      if (listens && element.attachedToRef?.id !== undefined) expiring.add(element.attachedToRef.id);
      visit(element);
    }
  };
  visit(process);
  const startForm = property('startForm') ?? null;
  if (startForm !== null) formIds.add(startForm);
  return {
    process: process.id,
    name: process.name ?? process.id,
    series: property('caseSeries') ?? null,
    ownerGroup: property('ownerGroup') ?? 'awb',
    startForm,
    startGroups: (property('startGroups') ?? '')
      .split(',')
      .map((g) => g.trim())
      .filter(Boolean),
    elements,
    formIds: [...formIds].sort(),
    expiring,
    startMessages,
    catches,
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
  const property = extension(element, 'zeebe:Properties')?.properties?.find((p) => p.name === 'document');
  if (property !== undefined)
    meta.documents = property.value
      .split(';')
      .map((one) => one.trim().split(/\s+/))
      .map(([template = '', ...name]) => ({ template, name: name.join(' ') || template }));
  const header = extension(element, 'zeebe:TaskHeaders')?.values?.find((h) => h.key === 'message');
  if (header !== undefined) meta.message = header.value;
  return meta;
}

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
