import bundled from 'elkjs/lib/elk.bundled.js';
import type { ELK, ELKConstructorArguments, ElkNode } from 'elkjs/lib/elk-api.js';
import { buildCell, type Cell } from './cell.ts';
import { simplify } from './geometry.ts';
import type { MainPath } from './main-path.ts';
import type { Order } from './order.ts';
import { rowGraph, type RowInput, type RowOptions } from './row-graph.ts';
import { usesOf, type Sides } from './sides.ts';
import type { Node, Point, Scope } from './types.ts';

/** A row as drawn, in its own coordinates. */
export interface Row {
  width: number;
  height: number;
  cells: Map<string, Cell>;
  /** Top left corner of each cell. */
  at: Map<string, Point>;
  /** Flows within the row, complete. */
  flows: Map<string, Point[]>;
}

/** Node hands out the module itself, bundlers its default export. */
type ElkClass = new (options?: ELKConstructorArguments) => ELK;
const Elk = ((bundled as { default?: unknown }).default ?? bundled) as ElkClass;
const elk = new Elk();

/** Lays out one row. Same input, same output: seeds are fixed. */
export async function layoutRow(
  nodes: Node[],
  plan: { scope: Scope; order: Order; main: MainPath },
  sides: Sides,
  options: RowOptions,
): Promise<Row> {
  const { scope } = plan;
  const cells = new Map<string, Cell>();
  for (const node of nodes) {
    const boundaryFlows = scope.flows.filter((f) => f.source === node.id && f.boundary);
    cells.set(node.id, buildCell(node, usesOf(node, scope, sides), boundaryFlows));
  }
  const input: RowInput = { ...plan, sides, cells };
  const done = await elk.layout(rowGraph(input, options));
  return readRow(done.children![0]!, input);
}

function readRow(row: ElkNode, input: RowInput): Row {
  const { cells, scope, order, sides } = input;
  const at = new Map((row.children ?? []).map((c) => [c.id, whole({ x: c.x!, y: c.y! })]));
  const flows = new Map<string, Point[]>();
  for (const edge of row.edges ?? []) {
    const flow = scope.flows.find((f) => f.id === edge.id)!;
    const section = edge.sections?.[0];
    if (!section) continue;
    let points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(whole);
    if (order.back.has(flow.id)) points = [...points].reverse();
    const exit = portTip(cells, at, flow.source, flow.boundary ?? sides.get(flow.id)!.exit);
    const entry = portTip(cells, at, flow.target, sides.get(flow.id)!.entry);
    const full = simplify([...(exit ? [exit] : []), ...points, ...(entry ? [entry] : [])]);
    if (exit && entry) flows.set(flow.id, full);
  }
  return { width: Math.ceil(row.width!), height: Math.ceil(row.height!), cells, at, flows };
}

/** Everything lies on whole units, so that lines that should meet do meet. */
const whole = (p: Point): Point => ({ x: Math.round(p.x), y: Math.round(p.y) });

/** The true end of a flow at a port, in coordinates of the row. */
function portTip(cells: Map<string, Cell>, at: Map<string, Point>, id: string, key: string): Point | null {
  const cell = cells.get(id);
  const origin = at.get(id);
  if (!cell || !origin) return null;
  const { tip } = cell.ports.get(key)!;
  return { x: origin.x + tip.x, y: origin.y + tip.y };
}
