import { flowCost, improve, route } from './connect.ts';
import { hits, moved, overlap, segments } from './geometry.ts';
import type { Wire } from './router/canvas.ts';
import { refreshObstacles, type Scene } from './scene.ts';
import type { Flow, Node, Point, Rect } from './types.ts';

const AIR = 12;
const WORTH = 0.4;
/** A shorter column of shapes is worth something even when no line gets better. */
const PULL = 1 / 120;

/**
 * Moves shapes off the main path up or down where their lines become straighter: small steps aside vanish, ends slide
 * onto the line of the step before them, branches come nearer. A move is kept only if all lines together get cheaper.
 */
export function alignNodes(scene: Scene, rounds: number): void {
  for (let round = 0; round < rounds; round++) {
    let better = false;
    for (const node of scene.order.nodes)
      if (!scene.main.nodes.has(node.id)) better = alignNode(scene, node) || better;
    if (!better) return;
  }
}

function alignNode(scene: Scene, node: Node): boolean {
  const flows = scene.scope.flows.filter((f) => f.source === node.id || f.target === node.id);
  for (const dy of wishes(scene, node, flows)) if (tryMove(scene, node, flows, dy)) return true;
  return false;
}

/** Steps that would put the node on the line of a neighbour, or nearer to it; the smallest first. */
function wishes(scene: Scene, node: Node, flows: Flow[]): number[] {
  const own = scene.shapes.get(node.id)!;
  const middle = own.y + own.height / 2;
  const out = new Set<number>();
  for (const f of flows) {
    const other = scene.shapes.get(f.source === node.id ? f.target : (f.boundary ?? f.source))!;
    if (scene.rowOf.get(f.source) !== scene.rowOf.get(f.target)) continue;
    const dy = Math.round(other.y + other.height / 2 - middle);
    for (const part of [1, 0.75, 0.5, 0.25]) if (Math.abs(dy * part) >= 1) out.add(Math.round(dy * part));
  }
  return [...out].sort((a, b) => Math.abs(b) - Math.abs(a));
}

function tryMove(scene: Scene, node: Node, flows: Flow[], dy: number): boolean {
  const { wires } = scene.canvas;
  const ids = new Set(flows.map((f) => f.id));
  const own = new Set([node.id, ...node.boundaries.map((b) => b.id), ...node.notes.map((n) => n.id)]);
  const names = new Set([...own, ...scene.scope.flows.filter((f) => f.source === node.id).map((f) => f.id)]);
  const rects = [...pick(scene.shapes, own), ...pick(scene.labels, names)].map(([, r]) => moved(r, 0, dy));
  if (!isFree(scene, rects, own, names, ids)) return false;
  const before = total(flows, scene);
  const kept = { shapes: scene.shapes, labels: scene.labels, wires: new Map(wires) };
  scene.shapes = shifted(scene.shapes, own, dy);
  scene.labels = shifted(scene.labels, names, dy);
  refreshObstacles(scene);
  for (const f of flows) wires.delete(f.id);
  for (const f of flows) route(f, scene);
  for (const f of flows) improve(f, scene);
  const gain = before - total(flows, scene);
  const nearer = nearness(scene, node, flows, kept.shapes) * PULL;
  if (gain + nearer > WORTH && gain > -WORTH) return true;
  [scene.shapes, scene.labels] = [kept.shapes, kept.labels];
  wires.clear();
  for (const [id, w] of kept.wires) wires.set(id, w);
  refreshObstacles(scene);
  return false;
}

const total = (flows: Flow[], scene: Scene): number => flows.reduce((sum, f) => sum + flowCost(f, scene), 0);

function pick(map: Map<string, Rect>, ids: Set<string>): [string, Rect][] {
  return [...map].filter(([id]) => ids.has(id));
}

const shifted = (map: Map<string, Rect>, ids: Set<string>, dy: number): Map<string, Rect> =>
  new Map([...map].map(([id, r]) => [id, ids.has(id) ? moved(r, 0, dy) : r]));

/** Whether boxes would stand clear of all other shapes, labels, frames and lines. */
function isFree(
  scene: Scene,
  rects: Rect[],
  own: Set<string>,
  names: Set<string>,
  ids: Set<string>,
): boolean {
  const band = scene.bands[scene.rowOf.get([...own][0]!)!]!;
  const strangers: Wire[] = [...scene.canvas.wires.values()].filter((w) => !ids.has(w.id));
  return rects.every(
    (r) =>
      r.y > band.from + AIR &&
      r.y + r.height < band.to - AIR &&
      ![...scene.shapes].some(([id, s]) => !own.has(id) && overlap(r, s, AIR)) &&
      ![...scene.labels].some(([id, l]) => !names.has(id) && overlap(r, l, 4)) &&
      !scene.sections.some((s) => overlap(r, s.label, 4)) &&
      !scene.canvas.fences.some((f) => hits(f, r, 8)) &&
      !strangers.some((w) => segments(w.points).some((s) => hits(s, r, 9))),
  );
}

/** By how many units a node has come nearer to its neighbours, on average. */
function nearness(scene: Scene, node: Node, flows: Flow[], old: Map<string, Rect>): number {
  const far = (shapes: Map<string, Rect>): number =>
    flows.reduce((sum, f) => sum + Math.abs(centre(shapes, f.source).y - centre(shapes, f.target).y), 0);
  return (far(old) - far(scene.shapes)) / Math.max(1, flows.length + (node.end ? 0 : 1));
}

function centre(shapes: Map<string, Rect>, id: string): Point {
  const r = shapes.get(id)!;
  return { x: r.x + r.width / 2, y: r.y + r.height / 2 };
}
