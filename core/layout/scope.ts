import { runAttempt, type Attempt } from './attempt.ts';
import { moved, movedLine } from './geometry.ts';
import { mainPath } from './main-path.ts';
import { measurePicture, score, type Picture } from './metrics.ts';
import { orderScope } from './order.ts';
import type { RowChoice } from './row-search.ts';
import type { RowOptions } from './row-graph.ts';
import type { Plan } from './scene.ts';
import { firstSides } from './sides.ts';
import { MARKER, SUB_PAD } from './sizes.ts';
import type { Drawing, Effort, Node, Scope } from './types.ts';

const BETWEEN_SUBS = 30;

/** Lays out a scope: its subprocesses first, then itself around them, event subprocesses below. */
export async function layoutScope(scope: Scope, width: number, effort: Effort): Promise<Drawing> {
  const sized = await sizeSubs(scope, width, effort);
  const drawing = sized.nodes.length ? await best(sized, width, effort) : empty();
  placeBelow(drawing, sized.eventSubs, width);
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
    const h = drawing.height + SUB_PAD.top + SUB_PAD.bottom + (node.inner.multi ? MARKER : 0);
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

async function best(scope: Scope, width: number, effort: Effort): Promise<Drawing> {
  const order = orderScope(scope);
  const main = mainPath(scope, order);
  const plan: Plan = { scope, order, main, sides: firstSides(scope, order, main) };
  const widths = effort === 'quick' ? [0.925] : [0.75, 0.925, 1];
  const drafts = await rank(plan, widths.map((part) => draft(Math.round(width * part))));
  if (effort === 'quick') return drafts[0]!.drawing;
  const known = new Map<string, RowChoice>();
  const best = await rank(plan, drafts.slice(0, finals(scope)).map((d) => final(d.attempt.width, known)));
  return (best[0]!.cost <= drafts[0]!.cost ? best : drafts)[0]!.drawing;
}

/** How many of the drafts are worked out: large diagrams take long, and their drafts tell more. */
const finals = (scope: Scope): number => (scope.nodes.length > 50 ? 2 : 2);

/** The attempts and their pictures, best first. */
async function rank(plan: Plan, attempts: Attempt[]) {
  const done: { attempt: Attempt; drawing: Drawing; cost: number }[] = [];
  for (const attempt of attempts) {
    const drawing = await runAttempt(plan, attempt);
    done.push({ attempt, drawing, cost: score(measurePicture(pictureOf(plan, drawing))) });
  }
  return done.sort((a, b) => a.cost - b.cost);
}

const USUAL: RowOptions = { layering: 'NETWORK_SIMPLEX', placement: 'NETWORK_SIMPLEX', seed: 1, lanes: 'main' };

const draft = (width: number): Attempt => ({
  width,
  row: { settings: [USUAL], rounds: 0 },
  known: new Map(),
  passes: 3,
  aligns: 1,
});

function final(width: number, known: Map<string, RowChoice>): Attempt {
  const settings: RowOptions[] = [];
  for (const lanes of ['main', 'none', 'all'] as const)
    for (const layering of ['NETWORK_SIMPLEX', 'LONGEST_PATH_SOURCE'] as const)
      settings.push({ ...USUAL, lanes, layering });
  return { width, row: { settings, rounds: 2 }, known, passes: 4, aligns: 3 };
}

function pictureOf(plan: Plan, d: Drawing): Picture {
  const host = new Map(plan.scope.nodes.flatMap((n) => n.boundaries.map((b) => [b.id, n.id] as const)));
  return {
    shapes: [...d.shapes].map(([id, rect]) => ({ id, rect, ...(host.has(id) ? { host: host.get(id)! } : {}) })),
    frames: d.sections.map((s) => ({ id: s.title, rect: s.frame })),
    labels: [...d.labels].map(([id, rect]) => ({ id, rect })),
    flows: plan.scope.flows.map((f) => ({
      id: f.id,
      source: f.boundary ?? f.source,
      target: f.target,
      points: d.flows.get(f.id)!,
    })),
    main: plan.main.flows,
  };
}

/** Event subprocesses are never part of the flow: they stand below, side by side as long as they fit. */
function placeBelow(d: Drawing, subs: Node[], width: number): void {
  let [x, y, line] = [0, d.height + (d.height ? BETWEEN_SUBS : 0), 0];
  for (const sub of subs) {
    if (x > 0 && x + sub.width > width) [x, y, line] = [0, y + line + BETWEEN_SUBS, 0];
    d.shapes.set(sub.id, { x, y, width: sub.width, height: sub.height });
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
