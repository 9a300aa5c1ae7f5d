import type { Flow, Node, Scope } from './types.ts';

/** The loop-free reading order of a scope and the flows that run against it. */
export interface Order {
  /** Nodes in the order in which they are drawn. */
  nodes: Node[];
  /** Ids of flows drawn backwards. */
  back: Set<string>;
  /** Place of each node id in `nodes`. */
  index: Map<string, number>;
}

/**
 * Orders the nodes: sections as they first appear, within them predecessors first, then as written. A flow runs
 * back if it leads to an earlier section, or goes against the order of writing and closes a loop. Depth-first
 * search alone would be wrong: a short cut lets it meet late elements first and calls forward flows loops.
 */
export function orderScope(scope: Scope): Order {
  const sections = sectionRanks(scope.nodes);
  const rank = new Map(scope.nodes.map((n) => [n.id, sections.get(n.section)!]));
  const byId = new Map(scope.nodes.map((n) => [n.id, n]));
  const reach = reachability(scope);
  const back = new Set<string>();
  for (const flow of scope.flows) {
    const [from, to] = [byId.get(flow.source)!, byId.get(flow.target)!];
    const earlierSection = rank.get(to.id)! < rank.get(from.id)!;
    if (earlierSection || (to.order <= from.order && reach.get(to.id)!.has(from.id))) back.add(flow.id);
  }
  breakRemaining(scope, back);
  const nodes = topological(scope, back, rank);
  return { nodes, back, index: new Map(nodes.map((n, i) => [n.id, i])) };
}

function sectionRanks(nodes: Node[]): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const node of nodes) if (!ranks.has(node.section)) ranks.set(node.section, ranks.size);
  return ranks;
}

function reachability(scope: Scope): Map<string, Set<string>> {
  const next = successors(scope.flows);
  return new Map(
    scope.nodes.map((start) => {
      const seen = new Set<string>([start.id]);
      const open = [start.id];
      while (open.length)
        for (const id of next.get(open.pop()!) ?? []) if (!seen.has(id) && seen.add(id)) open.push(id);
      return [start.id, seen];
    }),
  );
}

function successors(flows: Flow[]): Map<string, string[]> {
  const next = new Map<string, string[]>();
  for (const f of flows) next.set(f.source, [...(next.get(f.source) ?? []), f.target]);
  return next;
}

/** Cycles that run with the order of writing everywhere cannot be; cycles over equal ground are cut depth-first. */
function breakRemaining(scope: Scope, back: Set<string>): void {
  const state = new Map<string, 'open' | 'done'>();
  const visit = (id: string): void => {
    state.set(id, 'open');
    for (const flow of scope.flows) {
      if (flow.source !== id || back.has(flow.id)) continue;
      if (state.get(flow.target) === 'open') back.add(flow.id);
      else if (!state.has(flow.target)) visit(flow.target);
    }
    state.set(id, 'done');
  };
  for (const node of scope.nodes) if (!state.has(node.id)) visit(node.id);
}

function topological(scope: Scope, back: Set<string>, rank: Map<string, number>): Node[] {
  const forward = scope.flows.filter((f) => !back.has(f.id));
  const waiting = new Map(scope.nodes.map((n) => [n.id, forward.filter((f) => f.target === n.id).length]));
  const ready = scope.nodes.filter((n) => !waiting.get(n.id));
  const out: Node[] = [];
  while (ready.length) {
    ready.sort((a, b) => rank.get(a.id)! - rank.get(b.id)! || a.order - b.order);
    const node = ready.shift()!;
    out.push(node);
    for (const flow of forward.filter((f) => f.source === node.id)) {
      waiting.set(flow.target, waiting.get(flow.target)! - 1);
      if (!waiting.get(flow.target)) ready.push(scope.nodes.find((n) => n.id === flow.target)!);
    }
  }
  return out;
}
