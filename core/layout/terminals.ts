import { tipOf } from './cell.ts';
import { hits } from './geometry.ts';
import { STUB, stubEnd, type Terminal } from './router/canvas.ts';
import { exitKey, type Scene } from './scene.ts';
import { EVENT } from './sizes.ts';
import type { Flow, Node, Side } from './types.ts';

/** Prices of the tips, in the currency of the router: what reads naturally is cheap. */
const PRICE = { otherExit: 1.5, mainNotRight: 4, crowdedExit: 4, topOrBottom: 0.5, mainNotLeft: 5 };

/** Where a flow may begin. A named flow has to leave where its name stands, others from tips no flow enters. */
export function exitsOf(flow: Flow, scene: Scene): Terminal[] {
  const portals = scene.portals?.get(flow.id);
  if (portals && !scene.shapes.has(flow.source)) return portals;
  if (flow.boundary) {
    const event = scene.shapes.get(flow.boundary)!;
    const tip = { x: event.x + EVENT / 2, y: event.y + EVENT };
    return [{ key: exitKey(flow, 'S'), tip, side: 'S', cost: 0 }];
  }
  const usual = scene.sides.get(flow.id)!.exit;
  const fixed = flow.name !== '' || flow.source === flow.target;
  const free = fixed ? [] : (['E', 'S', 'N'] as const).filter((s) => s !== usual && !entered(scene, flow, s));
  return [usual, ...free]
    .map((side) => terminal(scene, flow.source, side, exitPrice(scene, flow, side, usual)))
    .filter((t) => t.side === usual || open(scene, t, STUB.exit));
}

function exitPrice(scene: Scene, flow: Flow, side: Side, usual: Side): number {
  const main = scene.main.flows.has(flow.id) && side !== 'E' ? PRICE.mainNotRight : 0;
  const crowded = left(scene, flow, side, flow.source) ? PRICE.crowdedExit : 0;
  return (side === usual ? 0 : PRICE.otherExit) + main + crowded;
}

/** Where a flow may end: at tips that no flow leaves. */
export function entriesOf(flow: Flow, scene: Scene): Terminal[] {
  const portals = scene.portals?.get(flow.id);
  if (portals && !scene.shapes.has(flow.target)) return portals;
  const usual = scene.sides.get(flow.id)!.entry;
  const own = flow.source === flow.target ? scene.sides.get(flow.id)!.exit : null;
  const sides = (['W', 'N', 'S'] as const).filter(
    (s) => s === usual || (s !== own && !left(scene, flow, s, flow.target)),
  );
  const main = scene.main.flows.has(flow.id);
  const price = (side: Side): number => (side === 'W' ? 0 : main ? PRICE.mainNotLeft : PRICE.topOrBottom);
  return sides
    .map((side) => terminal(scene, flow.target, side, price(side)))
    .filter((t) => t.side === usual || open(scene, t, STUB.entry));
}

function terminal(scene: Scene, id: string, side: Side, cost: number): Terminal {
  const shape = scene.shapes.get(id)!;
  const tip = tipOf(nodeOf(scene, id), side);
  return { key: `${id}#${side}`, tip: { x: shape.x + tip.x, y: shape.y + tip.y }, side, cost };
}

const nodeOf = (scene: Scene, id: string): Node => scene.order.nodes[scene.order.index.get(id)!]!;

/** Whether another flow comes in at this tip of the flow's source. */
function entered(scene: Scene, flow: Flow, side: Side): boolean {
  const key = `${flow.source}#${side}`;
  return [...scene.canvas.wires.values()].some((w) => w.id !== flow.id && w.entryKey === key);
}

/** Whether another flow goes out at this tip of a node. */
function left(scene: Scene, flow: Flow, side: Side, id: string): boolean {
  const key = `${id}#${side}`;
  return [...scene.canvas.wires.values()].some((w) => w.id !== flow.id && w.exitKey === key);
}

/** Whether the first units outside of a tip are free of labels and other shapes. */
function open(scene: Scene, t: Terminal, length: number): boolean {
  const end = stubEnd(t, length);
  const horizontal = t.side === 'E' || t.side === 'W';
  const [from, to] = horizontal ? [t.tip.x, end.x] : [t.tip.y, end.y];
  const at = horizontal ? t.tip.y : t.tip.x;
  const piece = { horizontal, at, from: Math.min(from, to), to: Math.max(from, to) };
  return !scene.canvas.obstacles.some((o) => hits(piece, o.rect, o.grow > 5 ? 0 : o.grow));
}
