import { moved, movedLine } from './geometry.ts';
import type { MainPath } from './main-path.ts';
import type { Order } from './order.ts';
import type { Row } from './row.ts';
import { CLEAR, type Canvas, type Obstacle, type Terminal, type Wire } from './router/canvas.ts';
import type { Sides } from './sides.ts';
import type { Section } from './stack.ts';
import type { Flow, Point, Rect, Scope, Side } from './types.ts';

/** What is known of a scope before any coordinate is. */
export interface Plan {
  scope: Scope;
  order: Order;
  main: MainPath;
  sides: Sides;
}

/** A scope whose shapes have their places: what the router works on. */
export interface Scene extends Plan {
  rowOf: Map<string, number>;
  /** Height each row takes up, gutters included. */
  bands: { from: number; to: number }[];
  shapes: Map<string, Rect>;
  labels: Map<string, Rect>;
  sections: Section[];
  canvas: Canvas;
  /** Stand-ins for nodes that are not in the scene, when a row is looked at by itself. */
  portals?: Map<string, Terminal[]>;
}

/** Puts a row on the canvas: shapes and labels as obstacles, flows within the row as lines. */
export function placeRow(scene: Scene, row: Row, left: number, top: number): void {
  for (const [id, cell] of row.cells) {
    const at = row.at.get(id)!;
    const [dx, dy] = [left + at.x, top + at.y];
    scene.shapes.set(id, moved(cell.shape, dx, dy));
    for (const [part, rect] of cell.parts) scene.shapes.set(part, moved(rect, dx, dy));
    for (const [label, rect] of cell.labels) scene.labels.set(label, moved(rect, dx, dy));
  }
  for (const [id, points] of row.flows) addWire(scene, id, movedLine(points, left, top));
}

/** Makes shapes, labels and titles things to keep away from; to be called whenever one of them has moved. */
export function refreshObstacles(scene: Scene): void {
  const obstacle =
    (grow: number) =>
    (id: string, rect: Rect): Obstacle => ({ id, rect, grow });
  scene.canvas.obstacles = [
    ...scene.sections.map((s) => obstacle(CLEAR.label)(s.title, s.label)),
    ...[...scene.shapes].map(([id, rect]) => obstacle(CLEAR.shape)(id, rect)),
    ...[...scene.labels].map(([id, rect]) => obstacle(CLEAR.label)(id, rect)),
  ];
}

function addWire(scene: Scene, id: string, points: Point[]): void {
  const flow = scene.scope.flows.find((f) => f.id === id)!;
  const { exit, entry } = scene.sides.get(id)!;
  const wire: Wire = {
    id,
    target: flow.target,
    points,
    exitKey: exitKey(flow, exit),
    entryKey: `${flow.target}#${entry}`,
    private: privateLength(flow, scene),
    trend: 0,
  };
  scene.canvas.wires.set(id, wire);
}

/** Name of the tip a flow leaves from. */
export const exitKey = (flow: Flow, side: Side): string => `${flow.boundary ?? flow.source}#${side}`;

/** Units at the beginning of a flow that belong to it alone: its name stands there. */
export function privateLength(flow: Flow, scene: Scene): number {
  const label = scene.labels.get(flow.id);
  return 24 + (label ? Math.max(label.width, label.height) : 0);
}

/** Whether a flow leads to a row further down (1), further up (−1) or stays in its row. */
export function trendOf(flow: Flow, scene: Scene): Wire['trend'] {
  const [from, to] = [scene.rowOf.get(flow.source), scene.rowOf.get(flow.target)];
  if (from === to) return 0;
  if (from === undefined || to === undefined) return 0;
  return to > from ? 1 : -1;
}
