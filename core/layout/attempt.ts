import { alignNodes } from './align.ts';
import { compact } from './compact.ts';
import { connect } from './connect.ts';
import { placeFlowLabels } from './flow-labels.ts';
import { boundsOf, moved, movedLine } from './geometry.ts';
import { layoutRow, type Row } from './row.ts';
import { searchRow, type RowChoice, type RowEffort } from './row-search.ts';
import { breakRows } from './rows.ts';
import { placeRow, refreshObstacles, type Plan, type Scene } from './scene.ts';
import type { Ends, Sides } from './sides.ts';
import { fencesOf, stackRows } from './stack.ts';
import type { Drawing, Node } from './types.ts';
import { unjog } from './unjog.ts';

/** One way of laying out a scope. */
export interface Attempt {
  width: number;
  row: RowEffort;
  /** Rows that were already searched with this effort. */
  known: Map<string, RowChoice>;
  /** How often all lines are looked at again. */
  passes: number;
  /** How often shapes are moved to straighten lines. */
  aligns: number;
}

const TOO_WIDE = 40;
const STRETCH = 1.12;
const STRETCHES = 5;

/** Lays out a scope whose subprocesses have their size. The result starts at 0, 0. */
export async function runAttempt(plan: Plan, attempt: Attempt): Promise<Drawing> {
  const lists = await fitRows(plan, attempt);
  const { rows, sides } = await fillRows(lists, plan, attempt);
  const stack = stackRows(rows, lists, plan.scope);
  const scene: Scene = {
    ...plan,
    sides,
    rowOf: new Map(lists.flatMap((list, i) => list.map((n) => [n.id, i] as const))),
    bands: bandsOf(stack.tops, rows),
    shapes: new Map(),
    labels: new Map(),
    sections: stack.sections,
    canvas: {
      obstacles: [],
      wires: new Map(),
      fences: fencesOf(stack.sections),
      tracks: { xs: stack.xs, ys: stack.ys },
    },
  };
  rows.forEach((row, i) => placeRow(scene, row, stack.left, stack.tops[i]!));
  refreshObstacles(scene);
  connect(scene, plan.scope.flows, attempt.passes);
  alignNodes(scene, attempt.aligns);
  connect(scene, plan.scope.flows, 1);
  unjog(scene);
  placeFlowLabels(scene);
  const flows = new Map([...scene.canvas.wires].map(([id, w]) => [id, w.points]));
  return atOrigin({ ...compact({ ...scene, flows }), width: 0, height: 0 });
}

/** Each row with the room up to its neighbours. */
function bandsOf(tops: number[], rows: Row[]): { from: number; to: number }[] {
  return rows.map((_, i) => ({
    from: i ? tops[i - 1]! + rows[i - 1]!.height : -Infinity,
    to: tops[i + 1] ?? Infinity,
  }));
}

/** Breaks into rows; when a real row comes out too wide, the estimate is made wider and all is broken anew. */
async function fitRows(plan: Plan, attempt: Attempt): Promise<Node[][]> {
  let stretch = 1;
  for (let i = 0; ; i++) {
    const lists = breakRows(plan.scope, plan.order, attempt.width, stretch);
    const wide = async (list: Node[]): Promise<boolean> =>
      list.length > 1 &&
      (await layoutRow(list, plan, plan.sides, attempt.row.settings[0]!)).width > attempt.width + TOO_WIDE;
    let fits = true;
    for (const list of lists) fits = fits && !(await wide(list));
    if (fits || i === STRETCHES) return lists;
    stretch *= STRETCH;
  }
}

/** The best layout of each row; `known` keeps them, because other attempts often break into some of the same rows. */
async function fillRows(
  lists: Node[][],
  plan: Plan,
  attempt: Attempt,
): Promise<{ rows: Row[]; sides: Sides }> {
  const rows: Row[] = [];
  const sides = new Map<string, Ends>(plan.sides);
  for (const list of lists) {
    const key = list.map((n) => n.id).join(' ');
    const found = attempt.known.get(key) ?? (await searchRow(list, plan, attempt.width, attempt.row));
    attempt.known.set(key, found);
    rows.push(found.row);
    for (const id of found.changed) sides.set(id, found.sides.get(id)!);
  }
  return { rows, sides };
}

function atOrigin(d: Drawing): Drawing {
  const frames = d.sections.map((s) => s.frame);
  const box = boundsOf([...d.shapes.values(), ...d.labels.values(), ...frames], d.flows.values())!;
  const [dx, dy] = [-Math.floor(box.x), -Math.floor(box.y)];
  return {
    width: Math.ceil(box.width),
    height: Math.ceil(box.height),
    shapes: new Map([...d.shapes].map(([id, r]) => [id, moved(r, dx, dy)])),
    labels: new Map([...d.labels].map(([id, r]) => [id, moved(r, dx, dy)])),
    flows: new Map([...d.flows].map(([id, line]) => [id, movedLine(line, dx, dy)])),
    sections: d.sections.map((s) => ({ ...s, frame: moved(s.frame, dx, dy), label: moved(s.label, dx, dy) })),
  };
}
