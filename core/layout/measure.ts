import { mainPath } from './main-path.ts';
import { measurePicture, type Picture } from './metrics.ts';
import { orderScope } from './order.ts';
import { processOf, readDefinitions, readScope } from './read.ts';
import { labelSize } from './text.ts';
import type { Element, LayoutMetrics, Rect, Scope } from './types.ts';

/**
 * Measures the picture a diagram holds in its diagram interchange.
 * @param input the text of a BPMN file, or its moddle definitions
 * @throws AppError bad-request if it cannot be read or some element is not drawn
 */
export function measureDiagram(input: string): Promise<LayoutMetrics>;
export function measureDiagram(input: Element): LayoutMetrics;
export function measureDiagram(input: string | Element): LayoutMetrics | Promise<LayoutMetrics> {
  if (typeof input === 'string')
    return readDefinitions(input).then(({ definitions }) => measureDiagram(definitions));
  return measurePicture(pictureOf(input));
}

function pictureOf(definitions: Element): Picture {
  const picture: Picture = { shapes: [], frames: [], labels: [], flows: [], main: new Set() };
  for (const diagram of definitions.diagrams ?? [])
    for (const drawn of diagram.plane?.planeElement ?? []) addDrawn(drawn, picture);
  collectMain(readScope(processOf(definitions)), picture.main);
  return picture;
}

function addDrawn(drawn: Element, picture: Picture): void {
  const element = drawn.bpmnElement;
  if (!element) return;
  const { id } = element;
  if (drawn.$type === 'bpmndi:BPMNEdge') {
    if (element.$type !== 'bpmn:SequenceFlow') return;
    const points = (drawn.waypoint ?? []).map((p) => ({ x: p.x, y: p.y }));
    picture.flows.push({ id, source: element.sourceRef!.id, target: element.targetRef!.id, points });
  } else {
    const rect = plain(drawn.bounds!);
    const host = element.attachedToRef?.id;
    const group = element.$type === 'bpmn:Group';
    (group ? picture.frames : picture.shapes).push({ id, rect, ...(host ? { host } : {}) });
  }
  const text = element.$type === 'bpmn:Group' ? element.categoryValueRef?.value : element.name;
  if (text && drawn.label?.bounds) picture.labels.push({ id, rect: textBox(text, drawn.label.bounds) });
}

const plain = (r: Rect): Rect => ({ x: r.x, y: r.y, width: r.width, height: r.height });

/** Where the text itself stands: bpmn-js sets it from the top, in the middle of the label's bounds. */
function textBox(text: string, bounds: Rect): Rect {
  const size = labelSize(text, bounds.width);
  return { x: bounds.x + (bounds.width - size.width) / 2, y: bounds.y, ...size };
}

function collectMain(scope: Scope, main: Set<string>): void {
  for (const id of mainPath(scope, orderScope(scope)).flows) main.add(id);
  for (const node of [...scope.nodes, ...scope.eventSubs]) if (node.inner) collectMain(node.inner, main);
}
