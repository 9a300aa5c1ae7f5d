import type { DiagramElement, Finding } from '../types.ts';
import {
  loopFindings,
  pileFindings,
  stuckFindings,
  trespassFindings,
  unreachedFindings,
} from './findings.ts';
import { boardOf } from './moves.ts';
import { scopesOf, type Node, type Scope } from './net.ts';
import { play, type Budget, type Play } from './play.ts';

/** What one diagram may cost: the issue grants two seconds; the largest known process needs a few hundred states. */
export interface SoundnessLimits {
  milliseconds: number;
  states: number;
}

const defaults: SoundnessLimits = { milliseconds: 2000, states: 100_000 };

export interface Soundness {
  findings: Finding[];
  /** How many states were visited, over all scopes and tracks. */
  states: number;
}

/**
 * Play the token game over every scope of a parsed diagram and say where it goes wrong: joins that may wait for
 * ever, loops without a way out, steps never reached, tokens that pile up. Conditions at exclusive gateways count
 * as free choice, a multi-instance activity as one instance, an activity as something that always ends.
 * A diagram too large to be played within the limits gets a finding of its own.
 * @param definitions parsed `bpmn:Definitions`
 */
export function checkSoundness(definitions: DiagramElement, limits: SoundnessLimits = defaults): Soundness {
  const budget: Budget = { states: limits.states, until: performance.now() + limits.milliseconds };
  const findings = scopesOf(definitions).flatMap((scope) => checkScope(scope, budget));
  return { findings: distinct(findings), states: limits.states - Math.max(0, budget.states) };
}

function checkScope(scope: Scope, budget: Budget): Finding[] {
  const main = flowOf(scope.starts);
  const findings: Finding[] = [];
  const reached = new Set<Node>();
  const endless = new Set<Node>();
  const take = (game: Play): void => {
    game.reached.forEach((node) => reached.add(node));
    game.endless.forEach((node) => endless.add(node));
    findings.push(...stuckFindings(game), ...pileFindings(game));
    // Behind a pile-up the game is cut short: what flows lead to counts as reached, so that nothing else is blamed.
    if (game.piles.size) for (const node of flowOf([...game.reached])) reached.add(node);
    else if (!game.finished) findings.push(tooLarge(scope));
  };

  const board = boardOf(scope, new Set());
  for (const start of scope.starts) take(play(board, board.land(start), budget));
  for (const event of scope.nodes.values()) {
    if (!event.host?.sides.includes(event)) continue;
    const closed = new Set([...main, ...flowOf([event.host])]);
    const side = boardOf(scope, closed);
    const game = play(side, side.follow(event), budget);
    take(game);
    findings.push(...trespassFindings(game, event));
  }
  markBoundaries(scope, reached);
  return [...findings, ...loopFindings(scope, endless), ...unreachedFindings(scope, reached)];
}

/** Everything tokens can flow to from these nodes without a non-interrupting boundary event. */
function flowOf(starts: Node[]): Set<Node> {
  const found = new Set(starts);
  const open = [...starts];
  for (let node = open.pop(); node; node = open.pop()) {
    for (const flow of [node, ...node.exits].flatMap((each) => each.outgoing)) {
      if (found.has(flow.to)) continue;
      found.add(flow.to);
      open.push(flow.to);
    }
  }
  return found;
}

/** A boundary event is reached as soon as its activity is. */
function markBoundaries(scope: Scope, reached: Set<Node>): void {
  for (const node of scope.nodes.values()) if (node.host && reached.has(node.host)) reached.add(node);
}

function tooLarge(scope: Scope): Finding {
  return {
    element: scope.id,
    rule: 'soundness-too-large',
    severity: 'error',
    message: `“${scope.name}”的走法太多，两秒内查不完；请把并行部分拆成子流程或调用活动`,
  };
}

function distinct(findings: Finding[]): Finding[] {
  const seen = new Map(findings.map((each) => [`${each.rule} ${each.element} ${each.message}`, each]));
  return [...seen.values()];
}
