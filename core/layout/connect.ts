import { crossing, segments } from './geometry.ts';
import type { Region } from './router/grid.ts';
import { findWay, type Request } from './router/search.ts';
import type { Terminal, Wire } from './router/canvas.ts';
import { wireCost } from './router/evaluate.ts';
import { privateLength, trendOf, type Scene } from './scene.ts';
import { entriesOf, exitsOf } from './terminals.ts';
import type { Flow } from './types.ts';

/** Routes all flows that have no line yet, then improves flow by flow as long as something gets better. */
export function connect(scene: Scene, flows: Flow[], passes: number): void {
  for (const flow of inTurn(flows, scene)) if (!scene.canvas.wires.has(flow.id)) route(flow, scene);
  for (let pass = 0; pass < passes; pass++) {
    let better = false;
    for (const flow of inTurn(flows, scene)) better = improve(flow, scene) || better;
    if (pass > 0) better = untangle(flows, scene) || better;
    if (!better) break;
  }
}

/** Two lines that cross may each be the best as long as the other stays: both are taken up and laid anew. */
function untangle(flows: Flow[], scene: Scene): boolean {
  let better = false;
  for (const [i, a] of flows.entries())
    for (const b of flows.slice(i + 1))
      if (tangled(a, b, scene)) better = relay(a, b, scene) || relay(b, a, scene) || better;
  return better;
}

function tangled(a: Flow, b: Flow, scene: Scene): boolean {
  const [p, q] = [scene.canvas.wires.get(a.id)!, scene.canvas.wires.get(b.id)!];
  if (p.target === q.target) return false;
  return segments(p.points).some((s) => segments(q.points).some((t) => crossing(s, t)));
}

function relay(first: Flow, second: Flow, scene: Scene): boolean {
  const { wires } = scene.canvas;
  const old = [wires.get(first.id)!, wires.get(second.id)!] as const;
  const before = flowCost(first, scene) + flowCost(second, scene);
  for (const flow of [first, second]) wires.delete(flow.id);
  if (routeBelow(first, scene, before) && routeBelow(second, scene, before))
    if (flowCost(first, scene) + flowCost(second, scene) < before - WORTH) return true;
  for (const wire of old) wires.set(wire.id, wire);
  return false;
}

/** Main flows first, then short before long. */
function inTurn(flows: Flow[], scene: Scene): Flow[] {
  const span = (f: Flow): number =>
    Math.abs((scene.rowOf.get(f.source) ?? -1) - (scene.rowOf.get(f.target) ?? -1));
  const rank = (f: Flow): number => (scene.main.flows.has(f.id) ? 0 : 100) + span(f);
  return [...flows].sort((a, b) => rank(a) - rank(b));
}

/** Gives a flow a line, in the worst case one too close to others. */
export function route(flow: Flow, scene: Scene): void {
  const ask = request(flow, scene);
  const way = findWay(scene.canvas, ask) ?? findWay(scene.canvas, ask, true);
  if (!way) throw new Error(`layout: no way for ${flow.id}`);
  scene.canvas.wires.set(flow.id, way);
}

/** Gives a flow a line if there is one that costs less than `bound`. */
function routeBelow(flow: Flow, scene: Scene, bound: number): boolean {
  const way = findWay(scene.canvas, { ...request(flow, scene), bound });
  if (way) scene.canvas.wires.set(flow.id, way);
  return way !== null;
}

/** Gains smaller than this are not worth a change. */
const WORTH = 0.4;

/** Looks for a better line for a flow; says whether it found one. */
export function improve(flow: Flow, scene: Scene): boolean {
  const { canvas } = scene;
  const ask = request(flow, scene);
  const bound = costOf(canvas.wires.get(flow.id)!, ask, scene) - WORTH;
  const way = findWay(canvas, { ...ask, bound });
  if (!way || costOf(way, ask, scene) > bound) return false;
  canvas.wires.set(flow.id, way);
  return true;
}

/** What the present line of a flow costs, prices of its tips included. */
export const flowCost = (flow: Flow, scene: Scene): number =>
  costOf(scene.canvas.wires.get(flow.id)!, request(flow, scene), scene);

function costOf(wire: Wire, ask: Request, scene: Scene): number {
  const price = (list: Terminal[], key: string): number => list.find((t) => t.key === key)?.cost ?? 0;
  return wireCost(wire, scene.canvas) + price(ask.exits, wire.exitKey) + price(ask.entries, wire.entryKey);
}

function request(flow: Flow, scene: Scene): Request {
  return {
    id: flow.id,
    target: flow.target,
    private: privateLength(flow, scene),
    trend: trendOf(flow, scene),
    exits: exitsOf(flow, scene),
    entries: entriesOf(flow, scene),
    region: regionOf(flow, scene),
  };
}

/** How far aside of both ends a line within a row may go. */
const ASIDE = 180;

/** The rows from source to target and the gutters around them; for lines between rows a row more on each side. */
function regionOf(flow: Flow, scene: Scene): Region {
  const { bands, rowOf, shapes } = scene;
  const ends = [rowOf.get(flow.source) ?? 0, rowOf.get(flow.target) ?? 0];
  const [a, b] = [shapes.get(flow.source), shapes.get(flow.target)];
  const inner = ends[0] === ends[1] && a && b;
  const spread = ends[0] === ends[1] ? 0 : 1;
  const first = Math.max(0, Math.min(...ends) - spread);
  const last = Math.min(bands.length - 1, Math.max(...ends) + spread);
  return {
    x1: inner ? Math.min(a.x, b.x) - ASIDE : -Infinity,
    x2: inner ? Math.max(a.x + a.width, b.x + b.width) + ASIDE : Infinity,
    y1: bands[first]!.from,
    y2: bands[last]!.to,
  };
}
