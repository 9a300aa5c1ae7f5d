import type { Flow, Node, Scope } from './net.ts';

/** A place where a token can lie: before a node, or, for a join, on one of its incoming flows. */
export interface Place {
  node: Node;
  flow: Flow | null;
}

/** One way a node can go on: where its tokens land. */
export interface Outcome {
  places: number[];
  landed: Node[];
  /** A terminate or error end was among the targets. */
  clears: boolean;
  /** Nodes that this track must not enter, but does. */
  trespasses: Node[];
}

/** Everything that can happen in one scope, worked out once, so that playing is only bookkeeping. */
export interface Board {
  places: Place[];
  outcomes: Map<Node, Outcome[]>;
  /** Places a join waits for. */
  waits: Map<Node, number[]>;
  /** A token put before a node. */
  land(node: Node): Outcome;
  /** Tokens put on all flows out of a node. */
  follow(node: Node): Outcome;
}

/** More ways than this out of an inclusive gateway are not combined: each alone and all together must do. */
const combinable = 6;

/**
 * @param scope whose nodes are played
 * @param closed nodes a token of this track may not enter (side tracks may not run into the main track)
 */
export function boardOf(scope: Scope, closed: ReadonlySet<Node>): Board {
  const places: Place[] = [];
  const nodePlace = new Map<Node, number>();
  const flowPlace = new Map<Flow, number>();
  const waits = new Map<Node, number[]>();
  for (const node of scope.nodes.values()) {
    if (node.kind !== 'join') {
      nodePlace.set(node, places.push({ node, flow: null }) - 1);
      continue;
    }
    waits.set(
      node,
      node.incoming.map((flow) => {
        const place = places.push({ node, flow }) - 1;
        flowPlace.set(flow, place);
        return place;
      }),
    );
  }

  const land = (targets: { node: Node; flow: Flow | null }[]): Outcome => {
    const outcome: Outcome = { places: [], landed: [], clears: false, trespasses: [] };
    for (const { node, flow } of targets) {
      outcome.landed.push(node);
      if (node.kind === 'terminate') outcome.clears = true;
      else if (node.kind === 'end') continue;
      else if (closed.has(node)) outcome.trespasses.push(node);
      else outcome.places.push((flow && flowPlace.get(flow)) ?? nodePlace.get(node) ?? -1);
    }
    return outcome;
  };
  const follow = (flows: Flow[]): Outcome => land(flows.map((flow) => ({ node: flow.to, flow })));
  const leave = (node: Node): Outcome[] => [
    ...selections(node).map(follow),
    ...node.exits.map((exit) => follow(exit.outgoing)),
  ];
  return {
    places,
    waits,
    outcomes: new Map([...scope.nodes.values()].map((node) => [node, leave(node)])),
    land: (node) => land([{ node, flow: null }]),
    follow: (node) => follow(node.outgoing),
  };
}

function selections(node: Node): Flow[][] {
  const { outgoing } = node;
  if (outgoing.length < 2 || node.kind === 'step' || node.kind === 'join') return [outgoing];
  const single = outgoing.map((flow) => [flow]);
  if (node.kind === 'choose-one') return single;
  return outgoing.length > combinable ? [...single, outgoing] : subsets(outgoing);
}

function subsets(flows: Flow[]): Flow[][] {
  const masks = Array.from({ length: 2 ** flows.length - 1 }, (_, index) => index + 1);
  return masks.map((mask) => flows.filter((_, bit) => (mask >> bit) & 1));
}
