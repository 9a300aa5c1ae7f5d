import { BpmnModdle } from 'bpmn-moddle';
import { badRequest } from '../errors.ts';
import { readableDiagram } from '../gate/readable.ts';
import { hostWidth, SIZE } from './sizes.ts';
import { noteSize } from './text.ts';
import type { Element, Flow, Kind, Loose, Node, Note, Scope } from './types.ts';

/** Ids of the groups and the category this layout itself writes; they are dropped and drawn anew each time. */
export const OWN = 'layout-section';

/**
 * Reads a diagram.
 * @returns the moddle definitions and the process in them
 * @throws AppError bad-request: refused by the scan of the gate, not BPMN, dangling references, no process, or pools (they are not laid out)
 */
export async function readDefinitions(xml: string): Promise<{ definitions: Element; process: Element }> {
  const parsed = await new BpmnModdle().fromXML(readableDiagram(xml)).catch((error: Error) => {
    throw badRequest('文件不是可读的 BPMN 图', [{ path: 'bpmn', message: error.message }]);
  });
  const broken = parsed.warnings.filter((w) => /unresolved reference/.test(w.message));
  if (broken.length)
    throw badRequest(
      '图中有悬空的引用,请先修正',
      broken.map((w) => ({ path: 'bpmn', message: w.message.split('\n')[0]! })),
    );
  const definitions = parsed.rootElement as Element;
  return { definitions, process: processOf(definitions) };
}

/** The one process of a diagram. Errors: bad-request as in readDefinitions. */
export function processOf(definitions: Element): Element {
  const roots = definitions.rootElements ?? [];
  if (roots.some((root) => root.$type === 'bpmn:Collaboration'))
    throw badRequest('带泳池的图不能自动排版,请先去掉泳池');
  const processes = roots.filter((root) => root.$type === 'bpmn:Process');
  if (processes.length !== 1) throw badRequest('一个文件里应当恰好有一个流程');
  return processes[0]!;
}

/** The graph of a process or subprocess, subprocesses inside. */
export function readScope(container: Element): Scope {
  const elements = container.flowElements ?? [];
  const notes = notesOf(container);
  const nodes: Node[] = [];
  const eventSubs: Node[] = [];
  const sections = new Sections();
  elements.forEach((element, order) => {
    const kind = kindOf(element);
    if (!kind) return;
    const node = readNode(element, kind, order, sections.of(element), notes.get(element.id) ?? []);
    (element.triggeredByEvent ? eventSubs : nodes).push(node);
  });
  attach(elements, nodes, notes);
  const flows = elements.filter((e) => e.$type === 'bpmn:SequenceFlow').map(readFlow);
  const known = new Set(nodes.map((n) => n.id));
  const astray = flows.find((f) => !known.has(f.source) || !known.has(f.target));
  if (astray) throw badRequest(`连线 ${astray.id} 的两端不在同一层流程里`);
  return {
    id: container.id,
    multi: container.loopCharacteristics !== undefined,
    nodes,
    flows,
    eventSubs,
    loose: [
      ...(notes.get('') ?? []).map((n) => ({ id: n.id, name: '', ...noteSize(n.text) })),
      ...dataOf(elements),
    ],
  };
}

/** A section goes on in reading order until the next element names another one. */
class Sections {
  private current = '';
  of(element: Element): string {
    this.current = propertyOf(element, 'section') ?? this.current;
    return this.current;
  }
}

function readNode(element: Element, kind: Kind, order: number, section: string, notes: Note[]): Node {
  return {
    id: element.id,
    kind,
    name: element.name ?? '',
    order,
    section,
    ...SIZE[kind],
    end: element.$type === 'bpmn:EndEvent',
    boundaries: [],
    notes,
    ...(kind === 'sub' ? { inner: readScope(element) } : {}),
  };
}

function attach(elements: Element[], nodes: Node[], notes: Map<string, Note[]>): void {
  for (const element of elements) {
    if (element.$type !== 'bpmn:BoundaryEvent') continue;
    const host = nodes.find((n) => n.id === element.attachedToRef?.id);
    if (!host) throw badRequest(`边界事件 ${element.id} 没有附着在步骤上`);
    host.boundaries.push({ id: element.id, name: element.name ?? '' });
    host.notes.push(...(notes.get(element.id) ?? []));
    host.width = Math.max(host.width, hostWidth(host.boundaries.length));
  }
}

function readFlow(element: Element): Flow {
  const source = element.sourceRef;
  const target = element.targetRef;
  if (!source || !target) throw badRequest(`连线 ${element.id} 缺少起点或终点`);
  const boundary = source.$type === 'bpmn:BoundaryEvent';
  return {
    id: element.id,
    name: element.name ?? '',
    source: boundary ? source.attachedToRef!.id : source.id,
    target: target.id,
    ...(boundary ? { boundary: source.id } : {}),
    isDefault: source.default?.id === element.id,
    preferred: propertyOf(element, 'main') === 'true',
  };
}

function kindOf(element: Element): Kind | null {
  const type = element.$type;
  if (type === 'bpmn:BoundaryEvent') return null;
  if (/SubProcess$|:Transaction$/.test(type)) return 'sub';
  if (/Task$|:CallActivity$/.test(type)) return 'task';
  if (/Event$/.test(type)) return 'event';
  return /Gateway$/.test(type) ? 'gateway' : null;
}

/** Annotations by the element their association ends at; those without one under the empty key. */
function notesOf(container: Element): Map<string, Note[]> {
  const artifacts = container.artifacts ?? [];
  const byElement = new Map<string, Note[]>();
  for (const note of artifacts.filter((a) => a.$type === 'bpmn:TextAnnotation')) {
    const link = artifacts.find((a) => a.sourceRef === note || a.targetRef === note);
    const other = link?.sourceRef === note ? link.targetRef : link?.sourceRef;
    const key = other && kindOfNote(other) ? other.id : '';
    const read = { id: note.id, text: note.text ?? '', link: link?.id ?? '', at: key };
    byElement.set(key, [...(byElement.get(key) ?? []), read]);
  }
  return byElement;
}

const kindOfNote = (element: Element): boolean =>
  kindOf(element) !== null || element.$type === 'bpmn:BoundaryEvent';

function dataOf(elements: Element[]): Loose[] {
  const size: Record<string, { width: number; height: number }> = {
    'bpmn:DataObjectReference': { width: 36, height: 50 },
    'bpmn:DataStoreReference': { width: 50, height: 50 },
  };
  return elements.flatMap((e) =>
    size[e.$type] ? [{ id: e.id, name: e.name ?? '', ...size[e.$type]! }] : [],
  );
}

/**
 * Value of a `zeebe:property` of an element, or undefined. Works with and without the zeebe descriptor: without it
 * moddle keeps extension elements as they are written.
 */
function propertyOf(element: Element, name: string): string | undefined {
  for (const extension of element.extensionElements?.values ?? []) {
    if (!/(^|:)properties$/i.test(extension.$type)) continue;
    const found = (extension.properties ?? extension.$children ?? []).find((p) => p.name === name);
    if (found) return found.value;
  }
  return undefined;
}
