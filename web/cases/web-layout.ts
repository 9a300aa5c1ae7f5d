/** What the layout needs to know of the graph. */
interface Graph {
  nodes: readonly { id: string; kind: 'case' | 'item' | 'trigger' }[];
  edges: readonly { from: string; to: string }[];
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const SIZE = { case: [216, 76], trigger: [168, 52], item: [150, 40] } as const;
const ACROSS = 108;
const DOWN = 18;
const SWEEPS = 4;

/**
 * Lay the web out from left to right: what led to something stands left of it. Columns by the longest way from the left
 * (a circle is cut where it closes), rows by the middle of the neighbours.
 */
export function layoutWeb(graph: Graph): { boxes: Map<string, Box>; width: number; height: number } {
  const columns = columnsOf(graph);
  order(columns, graph);
  const heights = columns.map((column) =>
    column.reduce((sum, { kind }) => sum + SIZE[kind][1] + DOWN, -DOWN),
  );
  const height = Math.max(0, ...heights);
  const boxes = new Map<string, Box>();
  let x = 0;
  columns.forEach((column, index) => {
    const across = Math.max(0, ...column.map(({ kind }) => SIZE[kind][0]));
    let y = (height - heights[index]!) / 2;
    for (const { id, kind } of column) {
      const [width, high] = SIZE[kind];
      boxes.set(id, { x: x + (across - width) / 2, y, width, height: high });
      y += high + DOWN;
    }
    x += across + ACROSS;
  });
  return { boxes, width: Math.max(0, x - ACROSS), height };
}

type Node = Graph['nodes'][number];

function columnsOf({ nodes, edges }: Graph): Node[][] {
  const forward = withoutCircles(nodes, edges);
  const rank = new Map(nodes.map(({ id }) => [id, 0]));
  // As many rounds as there are nodes at most: the edges have no circle.
  for (let round = 0, moved = true; moved && round < nodes.length; round += 1) {
    moved = false;
    for (const { from, to } of forward)
      if (rank.get(to)! <= rank.get(from)!) {
        rank.set(to, rank.get(from)! + 1);
        moved = true;
      }
  }
  const columns: Node[][] = [];
  for (const node of nodes) (columns[rank.get(node.id)!] ??= []).push(node);
  return columns.filter(Boolean);
}

function withoutCircles(nodes: readonly Node[], edges: Graph['edges']): { from: string; to: string }[] {
  const out = Map.groupBy(edges, ({ from }) => from);
  const state = new Map<string, 'open' | 'done'>();
  const kept: { from: string; to: string }[] = [];
  const visit = (id: string): void => {
    state.set(id, 'open');
    for (const edge of out.get(id) ?? []) {
      if (state.get(edge.to) === 'open') continue;
      kept.push(edge);
      if (!state.has(edge.to)) visit(edge.to);
    }
    state.set(id, 'done');
  };
  for (const { id } of nodes) if (!state.has(id)) visit(id);
  return kept;
}

/** Each column follows the one before it, first from the left, then from the right, and so on. */
function order(columns: Node[][], { edges }: Graph): void {
  const before = Map.groupBy(edges, ({ to }) => to);
  const after = Map.groupBy(edges, ({ from }) => from);
  const place = new Map<string, number>();
  const settle = (column: Node[]): void =>
    column.forEach(({ id }, index) => place.set(id, (index + 0.5) / column.length));
  columns.forEach(settle);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const fromLeft = sweep % 2 === 0;
    const around = ({ id }: Node): string[] =>
      fromLeft ? (before.get(id) ?? []).map(({ from }) => from) : (after.get(id) ?? []).map(({ to }) => to);
    for (const column of fromLeft ? columns : columns.toReversed()) {
      const middle = new Map(
        column.map((node) => {
          const places = around(node).map((id) => place.get(id) ?? 0);
          return [node, places.length === 0 ? place.get(node.id)! : mean(places)];
        }),
      );
      column.sort((a, b) => middle.get(a)! - middle.get(b)!);
      settle(column);
    }
  }
}

const mean = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
