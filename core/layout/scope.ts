import { bestDrawing } from './choose.ts';
import { moved, movedLine } from './geometry.ts';
import { EVENT, MARKER, SUB_PAD } from './sizes.ts';
import { labelAt } from './text.ts';
import type { Drawing, Effort, Loose, Node, Note, Point, Scope } from './types.ts';

const BETWEEN_SUBS = 30;

/** Lays out a scope: its subprocesses first, then itself around them, event subprocesses below. */
export async function layoutScope(scope: Scope, width: number, effort: Effort): Promise<Drawing> {
  const sized = await sizeSubs(scope, width, effort);
  const drawing = sized.nodes.length ? await bestDrawing(sized, width, effort) : empty();
  placeBelow(drawing, [...sized.eventSubs, ...sized.loose], width);
  for (const node of sized.nodes)
    for (const note of node.notes) drawing.flows.set(note.link, tie(drawing, note));
  for (const node of [...sized.nodes, ...sized.eventSubs]) if (node.drawing) inline(drawing, node);
  return drawing;
}

const empty = (): Drawing => ({
  width: 0,
  height: 0,
  shapes: new Map(),
  labels: new Map(),
  flows: new Map(),
  sections: [],
});

async function sizeSubs(scope: Scope, width: number, effort: Effort): Promise<Scope> {
  const sized = async (node: Node): Promise<Node> => {
    if (!node.inner) return node;
    const drawing = await layoutScope(node.inner, width - 70, effort);
    const w = drawing.width + SUB_PAD.left + SUB_PAD.right;
    const below = (node.inner.multi ? MARKER : 0) + (node.boundaries.length ? EVENT / 2 : 0);
    const h = drawing.height + SUB_PAD.top + SUB_PAD.bottom + below;
    return { ...node, drawing, width: even(Math.max(w, node.width)), height: even(Math.max(h, node.height)) };
  };
  const all = async (nodes: Node[]): Promise<Node[]> => {
    const out: Node[] = [];
    for (const node of nodes) out.push(await sized(node));
    return out;
  };
  return { ...scope, nodes: await all(scope.nodes), eventSubs: await all(scope.eventSubs) };
}

/** Tips are in the middle of a side and should lie on whole units. */
const even = (n: number): number => 2 * Math.ceil(n / 2);

/** What is no part of the flow, event subprocesses above all, stands below, side by side as long as it fits. */
function placeBelow(d: Drawing, subs: (Node | Loose)[], width: number): void {
  let [x, y, line] = [0, d.height + (d.height ? BETWEEN_SUBS : 0), 0];
  for (const sub of subs) {
    if (x > 0 && x + sub.width > width) [x, y, line] = [0, y + line + BETWEEN_SUBS, 0];
    d.shapes.set(sub.id, { x, y, width: sub.width, height: sub.height });
    const outside = sub.name && !('kind' in sub);
    if (outside) d.labels.set(sub.id, labelAt(sub.name, x, y + sub.height + 3));
    d.width = Math.max(d.width, x + sub.width);
    x += sub.width + BETWEEN_SUBS;
    line = Math.max(line, sub.height);
    d.height = y + line;
  }
}

/** Puts the picture of a subprocess at its place. */
function inline(d: Drawing, node: Node): void {
  const at = d.shapes.get(node.id)!;
  const inner = node.drawing!;
  const dx = at.x + Math.round((node.width - inner.width) / 2);
  const dy = at.y + SUB_PAD.top;
  for (const [id, r] of inner.shapes) d.shapes.set(id, moved(r, dx, dy));
  for (const [id, r] of inner.labels) d.labels.set(id, moved(r, dx, dy));
  for (const [id, line] of inner.flows) d.flows.set(id, movedLine(line, dx, dy));
}

/** The line from a note down to its element. */
function tie(d: Drawing, note: Note): Point[] {
  const from = d.shapes.get(note.id)!;
  const to = d.shapes.get(note.at)!;
  const x = Math.min(Math.max(from.x + 20, to.x), to.x + to.width);
  const aside = Math.abs(x - to.x - to.width / 2);
  const round = to.width === EVENT && to.height === EVENT;
  const sunk = round
    ? EVENT / 2 - Math.sqrt(Math.max(0, (EVENT / 2) ** 2 - aside ** 2))
    : to.width === 50
      ? aside
      : 0;
  return [
    { x: from.x + 20, y: from.y + from.height },
    { x, y: to.y + sunk },
  ];
}
