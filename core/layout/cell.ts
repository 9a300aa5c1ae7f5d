import { boundsOf, moved, overlap } from './geometry.ts';
import type { Uses } from './sides.ts';
import { boundaryInset, EVENT } from './sizes.ts';
import { labelAt, labelSize, noteSize } from './text.ts';
import type { Flow, Node, Point, Rect, Side } from './types.ts';

/** Where a flow touches a cell: `x`, `y` on its border, `tip` on the shape itself; both within the cell. */
export interface Port extends Point {
  side: Side;
  tip: Point;
}

/**
 * A shape with everything that belongs to it. The layout engine moves cells, never shapes: what is inside a cell
 * cannot be overlapped, so label collisions do not arise. All coordinates are relative to the cell.
 */
export interface Cell {
  node: Node;
  width: number;
  height: number;
  shape: Rect;
  /** Boundary events and notes. */
  parts: Map<string, Rect>;
  labels: Map<string, Rect>;
  /** By side, and by id for boundary events. */
  ports: Map<string, Port>;
}

const PAD = 3;
/** A default flow has a stroke across its beginning: half its width. */
const SLASH = 7;

/** Builds the cell of a node whose tips are used like this; `boundaryFlows` leave its boundary events. */
export function buildCell(node: Node, uses: Uses, boundaryFlows: Flow[] = []): Cell {
  const shape: Rect = { x: 0, y: 0, width: node.width, height: node.height };
  const labels = branchLabels(node, uses);
  const parts = new Map<string, Rect>();
  const southPort = uses.in.S.length + uses.out.S.length > 0;
  node.boundaries.forEach((b, k) => {
    const cx = node.width - boundaryInset(k);
    parts.set(b.id, { x: cx - EVENT / 2, y: node.height - EVENT / 2, width: EVENT, height: EVENT });
    if (b.name) labels.set(b.id, boundaryLabel(b.name, cx, node.height + EVENT / 2, southPort && k === 0));
  });
  for (const f of boundaryFlows.filter((f) => f.name)) {
    const event = parts.get(f.boundary!)!;
    labels.set(f.id, labelAt(f.name, event.x + EVENT / 2 + 5, event.y + EVENT + PAD));
  }
  if (node.name && node.kind !== 'task' && node.kind !== 'sub')
    labels.set(node.id, nameLabel(node, uses, labels));
  placeNotes(node, uses, labels, parts);
  return finish(node, shape, parts, labels);
}

/** A label at each tip that exactly one named flow leaves; shared tips are labelled after the split. */
function branchLabels(node: Node, uses: Uses): Map<string, Rect> {
  const labels = new Map<string, Rect>();
  for (const side of ['N', 'E', 'S'] as const) {
    const [flow, more] = uses.out[side];
    if (!flow?.name || more) continue;
    const size = labelSize(flow.name);
    const tip = tipOf(node, side);
    const beside = flow.isDefault ? 5 + SLASH : 5;
    const place = {
      E: { x: tip.x + PAD + (flow.isDefault ? 2 * SLASH : 0), y: tip.y - PAD - size.height },
      S: { x: tip.x + beside, y: tip.y + PAD },
      N: { x: tip.x - beside - size.width, y: tip.y - PAD - size.height },
    }[side];
    labels.set(flow.id, { ...place, ...size });
  }
  return labels;
}

function nameLabel(node: Node, uses: Uses, labels: Map<string, Rect>): Rect {
  const used = (side: Side): boolean => uses.in[side].length + uses.out[side].length > 0;
  const size = labelSize(node.name);
  const middle = Math.floor((node.width - size.width) / 2);
  const above = { x: middle, y: -PAD - size.height, ...size };
  const below = { x: middle, y: node.height + PAD, ...size };
  const prefersAbove = node.kind === 'gateway';
  for (const l of labels.values()) if (overlap(l, above, 2)) above.y = l.y - PAD - size.height;
  if (prefersAbove && !used('N')) return above;
  if (!used('S')) return below;
  if (!used('N')) return above;
  const branch = [...labels.values()].find((l) => l.x > node.width / 2 && l.y < node.height / 2);
  const stroke = uses.out.N.some((f) => f.isDefault) ? SLASH : 0;
  return { x: node.width / 2 + 6 + stroke, y: Math.min(-PAD, (branch?.y ?? 0) - PAD) - size.height, ...size };
}

function boundaryLabel(name: string, cx: number, bottom: number, right: boolean): Rect {
  const size = labelSize(name);
  return { x: right ? cx + 6 : cx - 5 - size.width, y: bottom + 2, ...size };
}

/** Annotations stand above everything else, right of a flow at the top. */
function placeNotes(node: Node, uses: Uses, labels: Map<string, Rect>, parts: Map<string, Rect>): void {
  const busy = uses.in.N.length + uses.out.N.length > 0;
  let top = Math.min(0, ...[...labels.values()].map((l) => l.y)) - 14;
  for (const note of node.notes) {
    const size = noteSize(note.text);
    top -= size.height;
    parts.set(note.id, { x: busy ? node.width / 2 + 12 : 0, y: top, ...size });
    top -= 8;
  }
}

/** The point of a shape at which flows of this side end; a boundary event pushes the lower one to the left. */
export function tipOf(node: Node, side: Side): Point {
  const [w, h] = [node.width, node.height];
  const south = node.boundaries.length ? Math.min(28, w / 2) : w / 2;
  return { N: { x: w / 2, y: 0 }, E: { x: w, y: h / 2 }, S: { x: south, y: h }, W: { x: 0, y: h / 2 } }[side];
}

function finish(node: Node, shape: Rect, parts: Map<string, Rect>, labels: Map<string, Rect>): Cell {
  const box = boundsOf([shape, ...parts.values(), ...grown(labels, shape)])!;
  const [dx, dy] = [-Math.floor(box.x), -Math.floor(box.y)];
  const move = (rects: Map<string, Rect>): Map<string, Rect> =>
    new Map([...rects].map(([id, r]) => [id, moved(r, dx, dy)]));
  const cell = {
    node,
    width: Math.ceil(box.width),
    height: Math.ceil(box.height),
    shape: moved(shape, dx, dy),
  };
  const ports = new Map<string, Port>();
  for (const side of ['N', 'E', 'S', 'W'] as const)
    ports.set(side, portAt(tipOf(node, side), side, dx, dy, cell));
  for (const b of node.boundaries) {
    const event = parts.get(b.id)!;
    ports.set(b.id, portAt({ x: event.x + EVENT / 2, y: event.y + EVENT }, 'S', dx, dy, cell));
  }
  return { ...cell, parts: move(parts), labels: move(labels), ports };
}

/** Labels keep a little air where they are the border of the cell. */
const grown = (labels: Map<string, Rect>, shape: Rect): Rect[] =>
  [...labels.values()].map((l) => ({
    x: l.x < shape.x ? l.x - PAD : l.x,
    y: l.y - (l.y < shape.y ? PAD : 0),
    width: l.width + PAD,
    height: l.height + PAD,
  }));

function portAt(
  tip: Point,
  side: Side,
  dx: number,
  dy: number,
  cell: { width: number; height: number },
): Port {
  const t = { x: tip.x + dx, y: tip.y + dy };
  const border = {
    N: { x: t.x, y: 0 },
    S: { x: t.x, y: cell.height },
    W: { x: 0, y: t.y },
    E: { x: cell.width, y: t.y },
  }[side];
  return { side, tip: t, ...border };
}
