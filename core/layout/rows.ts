import type { Order } from './order.ts';
import { COLUMN_GAP } from './sizes.ts';
import { textWidth } from './text.ts';
import type { Flow, Node, Scope } from './types.ts';

/** What breaking costs; found by trying on all planned processes. */
const FORWARD_CUT = 10;
const LOOP_CUT = 12;
const BREAK = 18;
const SLACK = 30;
const STUB = 45;
const STUB_NODES = 4;
/** A shape alone in its row. */
const LONELY = 80;

/**
 * Cuts the order into rows of at most `width` units, by dynamic programming: a cut costs by the lines that have to
 * cross it, an ill-filled row a little, a stub of a row more. Rows never cross the border of a section.
 * `stretch` > 1 makes all estimates wider; used when a real row came out too wide.
 */
export function breakRows(scope: Scope, order: Order, width: number, stretch: number): Node[][] {
  const rows: Node[][] = [];
  let start = 0;
  order.nodes.forEach((node, i) => {
    const next = order.nodes[i + 1];
    if (next && next.section === node.section) return;
    rows.push(...breakSection(scope, order, start, i + 1, width / stretch));
    start = i + 1;
  });
  return rows;
}

function breakSection(scope: Scope, order: Order, from: number, to: number, width: number): Node[][] {
  const best: number[] = [0];
  const prev: number[] = [from];
  for (let end = from + 1; end <= to; end++) {
    best[end - from] = Infinity;
    for (let start = end - 1; start >= from; start--) {
      const long = longest(scope, order, start, end);
      if (long > width && end - start > 1) break;
      const whole = start === from && end === to;
      const cost = best[start - from]! + (whole ? 0 : rowCost(scope, order, start, end, to, long / width));
      if (cost >= best[end - from]!) continue;
      best[end - from] = cost;
      prev[end - from] = start;
    }
  }
  const rows: Node[][] = [];
  for (let end = to; end > from; end = prev[end - from]!)
    rows.unshift(order.nodes.slice(prev[end - from]!, end));
  return rows;
}

function rowCost(scope: Scope, order: Order, start: number, end: number, to: number, fill: number): number {
  const few = end - start < STUB_NODES || fill < 1 / 3 ? STUB : 0;
  const stub = few + (end - start === 1 ? LONELY : 0);
  if (end === to) return stub;
  return cutCost(scope, order, end) + BREAK + SLACK * (1 - fill) ** 2 + stub;
}

/** Lines that cross the cut before place `at`; those to one target share a track. */
function cutCost(scope: Scope, order: Order, at: number): number {
  const targets = (back: boolean): number =>
    new Set(
      scope.flows.filter((f) => order.back.has(f.id) === back && crosses(order, f, at)).map((f) => f.target),
    ).size;
  return (FORWARD_CUT * targets(false) + LOOP_CUT * targets(true)) ** 2 / 10;
}

function crosses(order: Order, flow: Flow, at: number): boolean {
  const ends = [order.index.get(flow.source)!, order.index.get(flow.target)!];
  return Math.min(...ends) < at && Math.max(...ends) >= at;
}

/** Length in units of the longest path within a stretch of the order. */
function longest(scope: Scope, order: Order, start: number, end: number): number {
  const length = new Map<string, number>();
  for (let i = start; i < end; i++) {
    const node = order.nodes[i]!;
    const before = scope.flows
      .filter((f) => f.target === node.id && !order.back.has(f.id))
      .map((f) => length.get(f.source) ?? 0);
    length.set(node.id, Math.max(0, ...before) + estimate(scope, node));
  }
  return Math.max(...length.values());
}

function estimate(scope: Scope, node: Node): number {
  const out = scope.flows.filter((f) => f.source === node.id).map((f) => textWidth(f.name));
  const extra = { gateway: 12 + Math.min(90, Math.max(0, ...out)), event: 30, task: 8, sub: 8 }[node.kind];
  return node.width + COLUMN_GAP + extra;
}
