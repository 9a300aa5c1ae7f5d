import type { Order } from './order.ts';
import type { Flow, Node, Scope } from './types.ts';

/** The path a clerk should see first: its node and flow ids. */
export interface MainPath {
  nodes: Set<string>;
  flows: Set<string>;
  /** Weight of the best way from each node to an end: branches are ranked by it. */
  weight: Map<string, number>;
}

const STEP = 1;
const SMALL = 0.2;
const ELSE = -0.3;
const CLOSED = 50;

/**
 * The heaviest path through the loop-free graph: real work counts more than events and gateways, a default branch
 * less, and the end `closed` (办结) outweighs all. A flow marked `main` wins against all others of its source,
 * because the heaviest path alone likes detours.
 */
export function mainPath(scope: Scope, order: Order): MainPath {
  const weight = new Map<string, number>();
  const best = new Map<string, Flow>();
  for (const node of [...order.nodes].reverse()) {
    const flow = bestFlow(scope, order, node, weight);
    if (flow) best.set(node.id, flow);
    weight.set(node.id, ownWeight(node) + (flow ? flowWeight(flow, weight) : 0));
  }
  const path: MainPath = { nodes: new Set(), flows: new Set(), weight };
  let node = startOf(scope, order, weight);
  while (node) {
    path.nodes.add(node.id);
    const flow = best.get(node.id);
    if (flow) path.flows.add(flow.id);
    node = flow && order.nodes[order.index.get(flow.target)!];
  }
  return path;
}

function bestFlow(scope: Scope, order: Order, node: Node, weight: Map<string, number>): Flow | undefined {
  const out = scope.flows.filter((f) => f.source === node.id && !order.back.has(f.id));
  const preferred = out.filter((f) => f.preferred);
  const normal = out.filter((f) => !f.boundary);
  const choice = preferred.length ? preferred : normal.length ? normal : [];
  return choice.reduce<Flow | undefined>(
    (a, b) => (a && flowWeight(a, weight) >= flowWeight(b, weight) ? a : b),
    undefined,
  );
}

const ownWeight = (n: Node): number =>
  n.end && n.id === 'closed' ? CLOSED : n.kind === 'task' || n.kind === 'sub' ? STEP : SMALL;

const flowWeight = (f: Flow, weight: Map<string, number>): number =>
  (f.isDefault ? ELSE : 0) + (weight.get(f.target) ?? 0);

function startOf(scope: Scope, order: Order, weight: Map<string, number>): Node | undefined {
  const entered = new Set(scope.flows.filter((f) => !order.back.has(f.id)).map((f) => f.target));
  const starts = order.nodes.filter((n) => !entered.has(n.id));
  return starts.reduce<Node | undefined>(
    (a, b) => (a && weight.get(a.id)! >= weight.get(b.id)! ? a : b),
    undefined,
  );
}
