import { runAttempt, type Attempt } from './attempt.ts';
import { mainPath } from './main-path.ts';
import { faults, measurePicture, score, type Picture } from './metrics.ts';
import { orderScope } from './order.ts';
import type { RowOptions } from './row-graph.ts';
import type { RowChoice } from './row-search.ts';
import type { Plan } from './scene.ts';
import { firstSides } from './sides.ts';
import type { Drawing, Effort, Scope } from './types.ts';

/** An attempt that was carried out. */
interface Result {
  attempt: Attempt;
  drawing: Drawing;
  cost: number;
  faults: number;
}

/** Parts of the wanted width that are tried: narrow rows are easier to read, wide ones need fewer lines between them. */
const WIDTHS = { quick: [0.925], full: [0.75, 0.85, 0.925, 1] };

/** How many of the drafts are worked out. */
const FINALS = 2;

const USUAL: RowOptions = {
  layering: 'NETWORK_SIMPLEX',
  placement: 'NETWORK_SIMPLEX',
  seed: 1,
  lanes: 'main',
};

/** Settings for the rare scope whose first pictures have overlaps. */
const SPARE: RowOptions[] = [
  { ...USUAL, lanes: 'all' },
  { ...USUAL, lanes: 'none', layering: 'LONGEST_PATH_SOURCE' },
  { ...USUAL, seed: 2, lanes: 'none' },
  { ...USUAL, placement: 'BRANDES_KOEPF', lanes: 'all' },
];

/** The best picture of a scope whose subprocesses have their size: cheap drafts first, the best of them in earnest. */
export async function bestDrawing(scope: Scope, width: number, effort: Effort): Promise<Drawing> {
  const order = orderScope(scope);
  const main = mainPath(scope, order);
  const plan: Plan = { scope, order, main, sides: firstSides(scope, order, main) };
  const widths = WIDTHS[effort].map((part) => Math.round(width * part));
  let results = await rank(
    plan,
    widths.map((w) => draft(w, USUAL)),
  );
  if (effort === 'full') {
    const known = new Map<string, RowChoice>();
    const worked = await rank(
      plan,
      results.slice(0, FINALS).map((r) => final(r.attempt.width, known)),
    );
    results = inOrder([...worked, ...results]);
  }
  for (const setting of SPARE) {
    if (results[0]!.faults === 0) break;
    results = inOrder([...results, ...(await rank(plan, [draft(widths[0]!, setting)]))]);
  }
  return results[0]!.drawing;
}

async function rank(plan: Plan, attempts: Attempt[]): Promise<Result[]> {
  const done: Result[] = [];
  for (const attempt of attempts) {
    const drawing = await runAttempt(plan, attempt);
    const metrics = measurePicture(pictureOf(plan, drawing));
    done.push({ attempt, drawing, cost: score(metrics), faults: faults(metrics) });
  }
  return inOrder(done);
}

const inOrder = (results: Result[]): Result[] => [...results].sort((a, b) => a.cost - b.cost);

const draft = (width: number, setting: RowOptions): Attempt => ({
  width,
  row: { settings: [setting], rounds: 0 },
  known: new Map(),
  passes: 3,
  aligns: 1,
});

function final(width: number, known: Map<string, RowChoice>): Attempt {
  const settings: RowOptions[] = [];
  for (const lanes of ['main', 'none'] as const)
    for (const layering of ['NETWORK_SIMPLEX', 'LONGEST_PATH_SOURCE'] as const)
      settings.push({ ...USUAL, lanes, layering });
  return { width, row: { settings, rounds: 2 }, known, passes: 4, aligns: 3 };
}

function pictureOf(plan: Plan, d: Drawing): Picture {
  const host = new Map(plan.scope.nodes.flatMap((n) => n.boundaries.map((b) => [b.id, n.id] as const)));
  return {
    shapes: [...d.shapes].map(([id, rect]) => ({
      id,
      rect,
      ...(host.has(id) ? { host: host.get(id)! } : {}),
    })),
    frames: d.sections.map((s) => ({ id: s.title, rect: s.frame })),
    labels: [...d.labels].map(([id, rect]) => ({ id, rect })),
    flows: plan.scope.flows.map((f) => ({
      id: f.id,
      source: f.boundary ?? f.source,
      target: f.target,
      points: d.flows.get(f.id)!,
    })),
    main: plan.main.flows,
  };
}
