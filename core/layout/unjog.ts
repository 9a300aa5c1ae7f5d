import { simplify } from './geometry.ts';
import type { Wire } from './router/canvas.ts';
import { wireCost } from './router/evaluate.ts';
import type { Scene } from './scene.ts';
import type { Point } from './types.ts';

/** Steps aside shorter than this look like a mistake. */
const JOG = 12;

/** Takes small steps aside out of lines by moving the piece before or after them, where nothing gets worse by it. */
export function unjog(scene: Scene): void {
  for (const id of [...scene.canvas.wires.keys()]) {
    for (let again = true; again;) {
      const wire = scene.canvas.wires.get(id)!;
      const better = withoutJog(wire, scene);
      if (better) scene.canvas.wires.set(id, better);
      again = better !== null;
    }
  }
}

function withoutJog(wire: Wire, scene: Scene): Wire | null {
  const before = wireCost(wire, scene.canvas);
  for (let i = 1; i + 2 < wire.points.length; i++) {
    if (!isJog(wire.points, i)) continue;
    for (const points of [moveBefore(wire.points, i), moveAfter(wire.points, i)]) {
      if (!points) continue;
      const moved = { ...wire, points: simplify(points) };
      if (wireCost(moved, scene.canvas) < before) return moved;
    }
  }
  return null;
}

function isJog(points: Point[], i: number): boolean {
  const [a, b, c, d] = [points[i - 1]!, points[i]!, points[i + 1]!, points[i + 2]!];
  const small = Math.abs(b.x - c.x) + Math.abs(b.y - c.y) < JOG;
  return (
    small && Math.sign(b.x - a.x) === Math.sign(d.x - c.x) && Math.sign(b.y - a.y) === Math.sign(d.y - c.y)
  );
}

/** The piece before the step goes onto the line of the piece after it; not if it begins at a shape. */
function moveBefore(points: Point[], i: number): Point[] | null {
  if (i < 2) return null;
  const [b, c] = [points[i]!, points[i + 1]!];
  const [dx, dy] = [c.x - b.x, c.y - b.y];
  return points.map((p, k) => (k === i - 1 || k === i ? { x: p.x + dx, y: p.y + dy } : p));
}

/** The piece after the step goes onto the line of the piece before it; not if it ends at a shape. */
function moveAfter(points: Point[], i: number): Point[] | null {
  if (i + 3 >= points.length) return null;
  const [b, c] = [points[i]!, points[i + 1]!];
  const [dx, dy] = [b.x - c.x, b.y - c.y];
  return points.map((p, k) => (k === i + 1 || k === i + 2 ? { x: p.x + dx, y: p.y + dy } : p));
}
