import { connect, flowCost } from './connect.ts';
import { crossing, segments } from './geometry.ts';
import { layoutRow, type Row } from './row.ts';
import type { RowOptions } from './row-graph.ts';
import type { Terminal } from './router/canvas.ts';
import { placeRow, refreshObstacles, type Plan, type Scene } from './scene.ts';
import type { Ends, Sides } from './sides.ts';
import { TRACK } from './sizes.ts';
import type { Flow, Node, Side } from './types.ts';

/** A row together with the sides its flows use. */
export interface RowChoice {
  row: Row;
  sides: Sides;
  /** Ids of flows whose sides differ from the plan. */
  changed: string[];
  cost: number;
  rough: number;
}

/** How hard to look: which engine settings are tried, and how often sides are changed one by one. */
export interface RowEffort {
  settings: RowOptions[];
  rounds: number;
}

/** A branch that leaves at another side than it usually does must gain more than this. */
const UNUSUAL = 1;

/**
 * Finds a good layout of one row: the best of the settings, then sides of flows changed one by one wherever a flow
 * bends more than once or crosses another.
 */
export async function searchRow(
  nodes: Node[],
  plan: Plan,
  width: number,
  effort: RowEffort,
): Promise<RowChoice> {
  let best: RowChoice | null = null;
  let options = effort.settings[0]!;
  const look = async (sides: Sides, setting: RowOptions): Promise<boolean> => {
    const row = await layoutRow(nodes, plan, sides, setting);
    const rough = roughCost(row);
    if (best && rough > best.rough + HOPELESS) return false;
    const changed = [...sides].filter(([id, e]) => e !== plan.sides.get(id)).map(([id]) => id);
    const cost = rowCost(row, { ...plan, sides }, width) + changed.length * UNUSUAL;
    if (best && cost >= best.cost - 0.01) return false;
    best = { row, sides, changed, cost, rough };
    options = setting;
    return true;
  };
  for (const setting of effort.settings) await look(plan.sides, setting);
  for (let round = 0; round < effort.rounds; round++) {
    let better = false;
    for (const change of changes(nodes, plan, best!))
      better = (await look(new Map([...best!.sides, ...change]), options)) || better;
    if (!better) break;
  }
  return best!;
}

/** Other sides for flows that bend, cross, or lead to a shape from which a line goes on to another row. */
function changes(nodes: Node[], plan: Plan, now: RowChoice): [string, Ends][][] {
  const inRow = new Set(nodes.map((n) => n.id));
  const goesOn = new Set(plan.scope.flows.filter((f) => !inRow.has(f.target)).map((f) => f.source));
  const out: [string, Ends][][] = [];
  for (const node of nodes) {
    const flows = plan.scope.flows.filter((f) => f.source === node.id && !plan.main.flows.has(f.id));
    const loose = flows.filter((f) => !inRow.has(f.target) || goesOn.has(f.target) || !isFine(f, now.row));
    for (const f of loose)
      for (const ends of otherEnds(
        f,
        plan,
        now.sides.get(f.id)!,
        node.kind === 'gateway',
        inRow.has(f.target),
      ))
        out.push([[f.id, ends]]);
    if (node.kind === 'gateway' && loose.length) out.push(...swaps(flows, plan, now.sides));
  }
  return out;
}

/** The branch at the top and the one at the bottom change places. */
function swaps(flows: Flow[], plan: Plan, sides: Sides): [string, Ends][][] {
  const at = (side: Side): Flow | undefined => flows.find((f) => sides.get(f.id)!.exit === side);
  const [up, down] = [at('N'), at('S')];
  if (!up || !down) return [];
  const turned = (f: Flow, side: Side): [string, Ends] => {
    const entry = plan.order.back.has(f.id) ? side : sides.get(f.id)!.entry;
    return [f.id, { exit: side, entry }];
  };
  return [[turned(up, 'S'), turned(down, 'N')]];
}

function isFine(flow: Flow, row: Row): boolean {
  const line = row.flows.get(flow.id)!;
  if (line.length > 3) return false;
  const own = segments(line);
  return ![...row.flows].some(
    ([id, other]) => id !== flow.id && segments(other).some((s) => own.some((o) => crossing(o, s))),
  );
}

function otherEnds(flow: Flow, plan: Plan, now: Ends, gateway: boolean, inner: boolean): Ends[] {
  const upDown: Side[] = ['N', 'S'];
  if (plan.order.back.has(flow.id))
    return upDown.filter((s) => s !== now.exit).map((s) => ({ exit: s, entry: s }));
  const exits: Side[] = flow.boundary || !gateway ? [now.exit] : now.exit === 'E' ? ['E', ...upDown] : upDown;
  const entries: Side[] = inner ? ['W', 'N', 'S'] : [now.entry];
  const all = exits.flatMap((exit) => entries.map((entry) => ({ exit, entry })));
  return all.filter((e) => (e.exit !== now.exit) !== (e.entry !== now.entry));
}

/** A row whose own lines are so much worse than those of the best one is not looked at more closely. */
const HOPELESS = 20;

/** Crossings and bends of the lines within the row as the engine drew them. */
function roughCost(row: Row): number {
  const lines = [...row.flows.values()].map((points) => ({ points, pieces: segments(points) }));
  let cost = 0;
  lines.forEach(({ points, pieces }, i) => {
    cost += 1.5 * (points.length - 2);
    for (const other of lines.slice(i + 1))
      if (other.pieces.some((s) => pieces.some((t) => crossing(s, t)))) cost += 10;
  });
  return cost;
}

const GUTTER = 40;

/** Price of a row: its lines as the router would draw them, those to other rows led to the corners of the row. */
function rowCost(row: Row, plan: Plan, width: number): number {
  const scene = rowScene(row, plan);
  placeRow(scene, row, 0, 0);
  refreshObstacles(scene);
  const flows = plan.scope.flows.filter((f) => row.cells.has(f.source) || row.cells.has(f.target));
  for (const flow of flows) addPortals(scene, row, flow);
  connect(scene, flows, 1);
  const lines = flows.reduce((sum, f) => sum + flowCost(f, scene), 0);
  const bent = flows.filter(
    (f) => plan.main.flows.has(f.id) && (row.flows.get(f.id)?.length ?? 2) > 2,
  ).length;
  return lines + 12 * bent + sharedTips(flows, row) + row.height / 25 + Math.max(0, row.width - width) / 3;
}

/** A named flow that shares its tip has its name away from the gateway; a default stroke there speaks for all. */
const SHARED_TIP = { name: 5, stroke: 10 };

function sharedTips(flows: Flow[], row: Row): number {
  const lost = flows.filter((f) => f.name && row.cells.get(f.source)?.labels.has(f.id) === false);
  return lost.reduce((sum, f) => sum + SHARED_TIP.name + (f.isDefault ? SHARED_TIP.stroke : 0), 0);
}

function rowScene(row: Row, plan: Plan): Scene {
  const gutters = Array.from({ length: 8 }, (_, k) => GUTTER / 2 + k * TRACK);
  return {
    ...plan,
    rowOf: new Map([...row.cells.keys()].map((id) => [id, 0])),
    bands: [{ from: -Infinity, to: Infinity }],
    shapes: new Map(),
    labels: new Map(),
    sections: [],
    portals: new Map(),
    canvas: {
      obstacles: [],
      wires: new Map(),
      fences: [],
      tracks: {
        xs: gutters.flatMap((g) => [-g, row.width + g]),
        ys: gutters.flatMap((g) => [-g, row.height + g]),
      },
    },
  };
}

/** Lines from above come from the top left, lines to rows below leave at the bottom, loops by the left margin. */
function addPortals(scene: Scene, row: Row, flow: Flow): void {
  const comes = !row.cells.has(flow.source);
  if (!comes && row.cells.has(flow.target)) return;
  const track = (GUTTER + TRACK * (scene.portals!.size % 6)) as number;
  const down = comes === scene.order.back.has(flow.id);
  const y = down ? row.height + track : -track;
  const corner = (x: number, side: Side): Terminal => ({
    key: `portal#${flow.target}#${x}`,
    tip: { x, y },
    side,
    cost: 0,
  });
  scene.portals!.set(flow.id, [corner(-GUTTER - 60, 'E'), corner(row.width + GUTTER + 60, 'W')]);
}
