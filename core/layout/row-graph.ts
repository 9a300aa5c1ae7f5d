import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from 'elkjs/lib/elk-api.js';
import type { Cell } from './cell.ts';
import type { MainPath } from './main-path.ts';
import type { Order } from './order.ts';
import type { Sides } from './sides.ts';
import { COLUMN_GAP, TRACK } from './sizes.ts';
import { labelSize } from './text.ts';
import type { Flow, Scope, Side } from './types.ts';

/** Which flows from and to other rows the engine keeps a lane for. */
export type Lanes = 'all' | 'main' | 'none';

/** What is tried: see the option table of docs/decisions/0002-layout.md. */
export interface RowOptions {
  layering: 'NETWORK_SIMPLEX' | 'LONGEST_PATH_SOURCE';
  placement: 'NETWORK_SIMPLEX' | 'BRANDES_KOEPF';
  seed: number;
  lanes: Lanes;
}

/** Everything a row is made of. */
export interface RowInput {
  scope: Scope;
  order: Order;
  main: MainPath;
  sides: Sides;
  cells: Map<string, Cell>;
}

const BASE: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.hierarchyHandling': 'SEPARATE_CHILDREN',
  'elk.portConstraints': 'FIXED_SIDE',
  'elk.separateConnectedComponents': 'false',
  'elk.layered.crossingMinimization.strategy': 'LAYER_SWEEP',
  'elk.layered.thoroughness': '3',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.unnecessaryBendpoints': 'false',
  'elk.layered.spacing.nodeNodeBetweenLayers': String(COLUMN_GAP),
  'elk.spacing.nodeNode': '26',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': String(TRACK),
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.spacing.edgeEdgeBetweenLayers': String(TRACK),
  'elk.padding': '[top=6,left=6,bottom=6,right=6]',
};

const ELK_SIDE: Record<Side, string> = { N: 'NORTH', E: 'EAST', S: 'SOUTH', W: 'WEST' };

/** The graph the engine gets for one row: cells with fixed ports, loops turned round, lanes as ports of the row. */
export function rowGraph(input: RowInput, options: RowOptions): ElkNode {
  const { scope, cells } = input;
  const inRow = (id: string): boolean => cells.has(id);
  const lanes: ElkPort[] = [];
  const edges: ElkExtendedEdge[] = [];
  for (const flow of scope.flows) {
    if (inRow(flow.source) && inRow(flow.target)) edges.push(innerEdge(flow, input));
    else if (inRow(flow.source) || inRow(flow.target)) laneEdge(flow, input, options.lanes, lanes, edges);
  }
  const row: ElkNode = {
    id: 'row',
    layoutOptions: {
      ...BASE,
      'elk.layered.layering.strategy': options.layering,
      'elk.layered.nodePlacement.strategy': options.placement,
      'elk.randomSeed': String(options.seed),
    },
    ports: lanes,
    children: [...cells.values()].map(cellNode),
    edges,
  };
  return { id: 'root', layoutOptions: { 'elk.algorithm': 'layered' }, children: [row] };
}

function cellNode(cell: Cell): ElkNode {
  return {
    id: cell.node.id,
    width: cell.width,
    height: cell.height,
    layoutOptions: {
      'elk.portConstraints': 'FIXED_POS',
      ...(cell.node.id === 'closed' ? { 'elk.layered.layering.layerConstraint': 'LAST' } : {}),
    },
    ports: [...cell.ports].map(([key, p]) => ({
      id: `${cell.node.id}#${key}`,
      x: p.x,
      y: p.y,
      width: 0,
      height: 0,
      layoutOptions: { 'elk.port.side': ELK_SIDE[p.side] },
    })),
  };
}

const exitPort = (flow: Flow, sides: Sides): string =>
  `${flow.source}#${flow.boundary ?? sides.get(flow.id)!.exit}`;
const entryPort = (flow: Flow, sides: Sides): string => `${flow.target}#${sides.get(flow.id)!.entry}`;

function innerEdge(flow: Flow, input: RowInput): ElkExtendedEdge {
  const back = input.order.back.has(flow.id);
  const [out, into] = [exitPort(flow, input.sides), entryPort(flow, input.sides)];
  const onlyWay = input.scope.flows.filter((f) => f.source === flow.source).length === 1;
  const main = input.main.flows.has(flow.id);
  const straight = back ? 0 : main ? 60 : onlyWay ? 6 : 1;
  const short = main ? 5 : onlyWay && !back ? 2 : 1;
  return {
    id: flow.id,
    sources: [back ? into : out],
    targets: [back ? out : into],
    ...(needsEdgeLabel(flow, input) ? { labels: [edgeLabel(flow)] } : {}),
    layoutOptions: {
      'elk.layered.priority.straightness': String(straight),
      'elk.layered.priority.shortness': String(short),
    },
  };
}

/** A named flow that shares its tip has no label in the cell: the engine must make room after the split. */
const needsEdgeLabel = (flow: Flow, input: RowInput): boolean =>
  flow.name !== '' && !input.cells.get(flow.source)?.labels.has(flow.id);

const edgeLabel = (flow: Flow) => ({
  id: `${flow.id}#label`,
  text: flow.name,
  ...labelSize(flow.name),
  layoutOptions: { 'elk.edgeLabels.placement': 'CENTER' },
});

/** One lane per target (and direction): flows to one place share a trunk. */
function laneEdge(
  flow: Flow,
  input: RowInput,
  lanes: Lanes,
  ports: ElkPort[],
  edges: ElkExtendedEdge[],
): void {
  const main = input.main.flows.has(flow.id);
  if (lanes === 'none' || (lanes === 'main' && !main)) return;
  const back = input.order.back.has(flow.id);
  const leaves = input.cells.has(flow.source);
  const id = `lane#${leaves ? 'out' : 'in'}#${back ? 'back' : 'on'}#${flow.target}`;
  const side: Side = back ? 'N' : leaves ? 'E' : 'W';
  if (!ports.some((p) => p.id === id))
    ports.push({ id, width: 0, height: 0, layoutOptions: { 'elk.port.side': ELK_SIDE[side] } });
  const inner = leaves ? exitPort(flow, input.sides) : entryPort(flow, input.sides);
  const forward = leaves !== back;
  edges.push({
    id: flow.id,
    sources: [forward ? inner : id],
    targets: [forward ? id : inner],
    layoutOptions: { 'elk.layered.priority.straightness': main ? '60' : '1' },
  });
}
