import type { MainPath } from './main-path.ts';
import type { Order } from './order.ts';
import type { Flow, Node, Scope, Side } from './types.ts';

/** At which sides a flow leaves and enters. A flow of a boundary event always leaves downwards. */
export interface Ends {
  exit: Side;
  entry: Side;
}

/** The sides of every flow of a scope. Treated as immutable: a search passes changed copies around. */
export type Sides = ReadonlyMap<string, Ends>;

/**
 * The sides to begin with: the main branch of a gateway goes on to the right, the next one down, the third up;
 * loops go over the top from the main path and underneath from a side lane.
 */
export function firstSides(scope: Scope, order: Order, main: MainPath): Map<string, Ends> {
  const sides = new Map<string, Ends>();
  for (const node of order.nodes) {
    const out = scope.flows.filter((f) => f.source === node.id);
    const over: Side = main.nodes.has(node.id) ? 'N' : 'S';
    for (const f of out.filter((f) => order.back.has(f.id))) sides.set(f.id, { exit: over, entry: over });
    const forward = out.filter((f) => !order.back.has(f.id) && !f.boundary);
    const exits =
      node.kind === 'gateway' ? branchExits(forward, main, order, out) : forward.map((): Side => 'E');
    ranked(forward, main).forEach((f, i) => sides.set(f.id, { exit: exits[i] ?? 'S', entry: 'W' }));
    for (const f of out.filter((f) => f.boundary))
      sides.set(f.id, { exit: 'S', entry: order.back.has(f.id) ? 'S' : 'W' });
  }
  for (const f of scope.flows) sides.set(f.id, withFreeEntry(f, scope, sides));
  return sides;
}

/** A tip is either entered or left: what would enter where another flow leaves goes in elsewhere. */
function withFreeEntry(flow: Flow, scope: Scope, sides: Sides): Ends {
  const { exit, entry } = sides.get(flow.id)!;
  const left = new Set(
    scope.flows.filter((f) => f.source === flow.target && !f.boundary).map((f) => sides.get(f.id)!.exit),
  );
  const other = (['N', 'S'] as const).filter((s) => s !== entry);
  return { exit, entry: ([entry, ...other, 'W'] as Side[]).find((s) => !left.has(s))! };
}

/** Main branch first, then the heavier ones. */
function ranked(flows: Flow[], main: MainPath): Flow[] {
  const weight = (f: Flow): number => (main.flows.has(f.id) ? 1000 : (main.weight.get(f.target) ?? 0));
  return [...flows].sort((a, b) => weight(b) - weight(a));
}

function branchExits(forward: Flow[], main: MainPath, order: Order, out: Flow[]): Side[] {
  const loops = out.filter((f) => order.back.has(f.id));
  const over: Side = loops.length && main.nodes.has(loops[0]!.source) ? 'N' : 'S';
  const free: Side[] = loops.length ? [over === 'N' ? 'S' : 'N'] : ['S', 'N'];
  return forward.map((_, i): Side => (i === 0 ? 'E' : (free[i - 1] ?? free[0]!)));
}

/** The flows at one node, by side. */
export interface Uses {
  out: Record<Side, Flow[]>;
  in: Record<Side, Flow[]>;
}

/** Which flows use which tip of a node; flows of boundary events are not in `out`. */
export function usesOf(node: Node, scope: Scope, sides: Sides): Uses {
  const uses: Uses = { out: { N: [], E: [], S: [], W: [] }, in: { N: [], E: [], S: [], W: [] } };
  for (const f of scope.flows) {
    const ends = sides.get(f.id)!;
    if (f.source === node.id && !f.boundary) uses.out[ends.exit].push(f);
    if (f.target === node.id) uses.in[ends.entry].push(f);
  }
  return uses;
}
