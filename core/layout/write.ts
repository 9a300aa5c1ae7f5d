import { OWN } from './read.ts';
import { labelBounds } from './text.ts';
import type { Drawing, Element, Point, Rect } from './types.ts';
import { applyEdits, escapeXml, scanXml, type Edit, type XmlElement } from './xml-scan.ts';

const NAMESPACE = {
  bpmndi: 'http://www.omg.org/spec/BPMN/20100524/DI',
  dc: 'http://www.omg.org/spec/DD/20100524/DC',
  di: 'http://www.omg.org/spec/DD/20100524/DI',
  bioc: 'http://bpmn.io/schema/bpmn/biocolor/1.0',
  color: 'http://www.omg.org/spec/BPMN/non-normative/color/1.0',
};
type Prefixes = Record<keyof typeof NAMESPACE, string>;

/** Colour of frames and titles: they must step back behind the process. */
const FRAME_COLOUR = '#8c96a3';
const TITLE_COLOUR = '#5b6673';

/** Children of a process that must come after its artifacts. */
const AFTER_ARTIFACTS =
  /^(resourceRole|performer|humanPerformer|potentialOwner|correlationSubscription|supports)$/;

/**
 * Writes a drawing into the text of a diagram: the diagram interchange is replaced, and so are the groups of
 * sections. All other text stays byte for byte as it was.
 */
export function writeDrawing(xml: string, process: Element, drawing: Drawing): string {
  const elements = scanXml(xml, 2);
  const root = elements.find((e) => e.depth === 0)!;
  const owner = elements.find(
    (e) => e.depth === 1 && e.local === 'process' && e.attributes.id === process.id,
  )!;
  const prefix = prefixesOf(root);
  const edits: Edit[] = elements.filter(isOurs).map((e) => ({ ...lines(xml, e), text: '' }));
  if (drawing.sections.length) {
    edits.push({ ...at(xml, groupsPlace(elements, owner)), text: groups(owner, drawing) });
    edits.push({ ...at(xml, root.close), text: category(root, drawing) + diagram(process, drawing, prefix) });
  } else edits.push({ ...at(xml, root.close), text: diagram(process, drawing, prefix) });
  return applyEdits(xml, edits);
}

const isOurs = (e: XmlElement): boolean =>
  (e.depth === 1 && e.local === 'BPMNDiagram') ||
  (e.depth > 0 && (e.local === 'category' || e.local === 'group') && (e.attributes.id ?? '').startsWith(OWN));

/** The stretch of an element together with its indentation and line break. */
function lines(xml: string, e: XmlElement): { start: number; end: number } {
  const start = xml.slice(0, e.start).search(/[ \t]*$/);
  const end = e.end + /^[ \t]*\r?\n?/.exec(xml.slice(e.end))![0].length;
  return { start, end };
}

/** The beginning of the line on which an offset stands, if only blanks are before it. */
function at(xml: string, offset: number): { start: number; end: number } {
  const start = xml.slice(0, offset).search(/[ \t]*$/);
  return { start, end: start };
}

function groupsPlace(elements: XmlElement[], owner: XmlElement): number {
  const late = elements.find(
    (e) => e.depth === 2 && e.start > owner.start && e.end <= owner.close && AFTER_ARTIFACTS.test(e.local),
  );
  return late?.start ?? owner.close;
}

const prefixIn = (e: XmlElement): string => (e.name.includes(':') ? `${e.name.split(':')[0]}:` : '');

function groups(owner: XmlElement, drawing: Drawing): string {
  const p = prefixIn(owner);
  return drawing.sections
    .map((_, i) => `    <${p}group id="${OWN}-${i + 1}" categoryValueRef="${OWN}-${i + 1}-title" />\n`)
    .join('');
}

function category(root: XmlElement, drawing: Drawing): string {
  const p = prefixIn(root);
  const values = drawing.sections.map(
    (s, i) => `    <${p}categoryValue id="${OWN}-${i + 1}-title" value="${escapeXml(s.title)}" />\n`,
  );
  return `  <${p}category id="${OWN}s">\n${values.join('')}  </${p}category>\n`;
}

/** Prefixes the root declares for our namespaces, or the usual ones, which are then declared on the diagram. */
function prefixesOf(root: XmlElement): Prefixes & { declare: string } {
  const out = { declare: '' } as Prefixes & { declare: string };
  for (const [usual, uri] of Object.entries(NAMESPACE) as [keyof Prefixes, string][]) {
    const known = Object.entries(root.attributes).find(([k, v]) => v === uri && k.startsWith('xmlns:'));
    out[usual] = known ? known[0].slice('xmlns:'.length) : usual;
    if (!known) out.declare += ` xmlns:${usual}="${uri}"`;
  }
  return out;
}

function diagram(process: Element, drawing: Drawing, p: Prefixes & { declare: string }): string {
  const shapes = new Map<string, Element>();
  const edges = new Map<string, Element>();
  collect(process, shapes, edges);
  const body = [
    ...drawing.sections.map((s, i) => frame(`${OWN}-${i + 1}`, s, p)),
    ...[...shapes].flatMap(([id, e]) => shape(e, drawing.shapes.get(id), nameBounds(e, drawing), p)),
    ...[...edges].flatMap(([id, e]) => edge(id, drawing.flows.get(id), nameBounds(e, drawing), p)),
  ];
  const declare = drawing.sections.length ? p.declare : p.declare.replace(/ xmlns:(bioc|color)="[^"]*"/g, '');
  return (
    `  <${p.bpmndi}:BPMNDiagram${declare} id="${process.id}_diagram">\n` +
    `    <${p.bpmndi}:BPMNPlane id="${process.id}_plane" bpmnElement="${process.id}">\n` +
    body.join('') +
    `    </${p.bpmndi}:BPMNPlane>\n  </${p.bpmndi}:BPMNDiagram>\n`
  );
}

function nameBounds(e: Element, drawing: Drawing): Rect | undefined {
  const rect = drawing.labels.get(e.id);
  return rect && labelBounds(e.name ?? '', rect);
}

/** Parents before children: bpmn-js wants to find the parent drawn. */
function collect(container: Element, shapes: Map<string, Element>, edges: Map<string, Element>): void {
  for (const e of [...(container.flowElements ?? []), ...(container.artifacts ?? [])]) {
    const line = e.$type === 'bpmn:SequenceFlow' || e.$type === 'bpmn:Association';
    (line ? edges : shapes).set(e.id, e);
    collect(e, shapes, edges);
  }
}

function shape(e: Element, rect: Rect | undefined, label: Rect | undefined, p: Prefixes): string[] {
  if (!rect) return [];
  const marks =
    (e.$type === 'bpmn:ExclusiveGateway' ? ' isMarkerVisible="true"' : '') +
    (/SubProcess$|:Transaction$/.test(e.$type) ? ' isExpanded="true"' : '');
  return [
    `      <${p.bpmndi}:BPMNShape id="${e.id}_di" bpmnElement="${e.id}"${marks}>\n`,
    `        ${bounds(rect, p)}\n`,
    ...labelOf(label, p),
    `      </${p.bpmndi}:BPMNShape>\n`,
  ];
}

function edge(id: string, points: Point[] | undefined, label: Rect | undefined, p: Prefixes): string[] {
  if (!points) return [];
  return [
    `      <${p.bpmndi}:BPMNEdge id="${id}_di" bpmnElement="${id}">\n`,
    ...points.map((q) => `        <${p.di}:waypoint x="${num(q.x)}" y="${num(q.y)}" />\n`),
    ...labelOf(label, p),
    `      </${p.bpmndi}:BPMNEdge>\n`,
  ];
}

function frame(id: string, s: Drawing['sections'][number], p: Prefixes): string {
  const paint = ` ${p.bioc}:stroke="${FRAME_COLOUR}" ${p.color}:border-color="${FRAME_COLOUR}"`;
  return (
    `      <${p.bpmndi}:BPMNShape id="${id}_di" bpmnElement="${id}"${paint}>\n` +
    `        ${bounds(s.frame, p)}\n` +
    labelOf(labelBounds(s.title, s.label), p, ` ${p.color}:color="${TITLE_COLOUR}"`).join('') +
    `      </${p.bpmndi}:BPMNShape>\n`
  );
}

function labelOf(label: Rect | undefined, p: Prefixes, paint = ''): string[] {
  if (!label) return [];
  return [
    `        <${p.bpmndi}:BPMNLabel${paint}>\n`,
    `          ${bounds(label, p)}\n`,
    `        </${p.bpmndi}:BPMNLabel>\n`,
  ];
}

const bounds = (r: Rect, p: Prefixes): string =>
  `<${p.dc}:Bounds x="${num(r.x)}" y="${num(r.y)}" width="${num(r.width)}" height="${num(r.height)}" />`;

const num = (n: number): string => String(Math.round(n * 10) / 10);
