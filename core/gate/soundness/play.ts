import type { Board, Outcome } from './moves.ts';
import type { Node } from './net.ts';

/** What is left of the time and states granted to one diagram; shared by all its scopes. */
export interface Budget {
  states: number;
  /** Milliseconds of `performance.now()` at which to give up. */
  until: number;
}

/**
 * With surplus tokens about, states multiply without end and show nothing new: so many more are looked at after the
 * first pile-up, for others that are independent of it.
 */
const afterPile = 2000;

/** What one game showed. */
export interface Play {
  states: number;
  /** False when the game was broken off, for lack of budget or after a pile-up: then only what was seen counts. */
  finished: boolean;
  /** Nodes to which a token came. */
  reached: Set<Node>;
  /** Nodes at which a second token arrived while the first was still there. */
  piles: Set<Node>;
  /** Nodes of the main track into which this side track runs. */
  trespasses: Set<Node>;
  /** Join → the flows that had brought a token, when nothing could move any more. */
  stuck: Map<Node, Set<string>>;
  /** Nodes that keep moving in states from which no end can be reached. */
  endless: Set<Node>;
}

/** A state is the sorted list of its marked places, one character each: cheap to compare and to keep. */
interface Graph {
  states: string[];
  next: number[][];
  movers: Node[][];
  /** States whose follow-up was cut because tokens piled up there: nothing more is concluded from them. */
  cut: Set<number>;
  /** How many states were followed up before the budget ran out. */
  expanded: number;
}

/**
 * Play all games from the given first outcome: every choice at a gateway, every interrupting boundary event,
 * every interleaving of parallel branches.
 */
export function play(board: Board, first: Outcome, budget: Budget): Play {
  const seen: Play = {
    states: 0,
    finished: true,
    reached: new Set(),
    piles: new Set(),
    trespasses: new Set(),
    stuck: new Map(),
    endless: new Set(),
  };
  const graph = explore(board, first, budget, seen);
  seen.states = graph.states.length;
  judge(board, graph, seen);
  return seen;
}

function explore(board: Board, first: Outcome, budget: Budget, seen: Play): Graph {
  const graph: Graph = { states: [], next: [], movers: [], cut: new Set(), expanded: 0 };
  const known = new Map<string, number>();
  const visit = (state: string): number => {
    const old = known.get(state);
    if (old !== undefined) return old;
    const index = graph.states.push(state) - 1;
    known.set(state, index);
    graph.next.push([]);
    graph.movers.push([]);
    budget.states -= 1;
    return index;
  };
  const begin = put(board, '', first, seen);
  if (begin !== null) visit(begin);
  let allowed = Number.MAX_SAFE_INTEGER;
  for (let at = 0; at < graph.states.length; at += 1) {
    if (seen.piles.size && allowed > at + afterPile) allowed = at + afterPile;
    if (at >= allowed || budget.states < 0 || (at % 256 === 0 && performance.now() > budget.until)) {
      seen.finished = false;
      break;
    }
    graph.expanded = at + 1;
    const state = graph.states[at] ?? '';
    for (const { mover, rest } of moves(board, state)) {
      for (const outcome of board.outcomes.get(mover) ?? []) {
        const following = put(board, rest, outcome, seen);
        if (following === null) {
          graph.cut.add(at);
          continue;
        }
        graph.next[at]?.push(visit(following));
        graph.movers[at]?.push(mover);
      }
    }
  }
  return graph;
}

/** Who can move in this state, and what remains when their tokens are taken. */
function moves(board: Board, state: string): { mover: Node; rest: string }[] {
  const found: { mover: Node; rest: string }[] = [];
  for (let at = 0; at < state.length; at += 1) {
    const place = state.charCodeAt(at);
    const mover = board.places[place]?.node;
    if (!mover) continue;
    const waits = board.waits.get(mover);
    if (!waits) {
      found.push({ mover, rest: state.slice(0, at) + state.slice(at + 1) });
    } else if (place === waits[0] && waits.every((each) => state.includes(String.fromCharCode(each)))) {
      const taken = new Set(waits);
      found.push({ mover, rest: [...state].filter((each) => !taken.has(each.charCodeAt(0))).join('') });
    }
  }
  return found;
}

/** The state after an outcome's tokens were laid down; null where a token would lie on another. */
function put(board: Board, rest: string, outcome: Outcome, seen: Play): string | null {
  for (const node of outcome.landed) seen.reached.add(node);
  for (const node of outcome.trespasses) seen.trespasses.add(node);
  if (outcome.clears) return '';
  let state = rest;
  for (const place of outcome.places) {
    const token = String.fromCharCode(place);
    if (state.includes(token)) {
      const node = board.places[place]?.node;
      if (node) seen.piles.add(node);
      return null;
    }
    state += token;
  }
  return state === rest ? rest : [...state].sort().join('');
}

/** From the graph of states: which joins are left waiting, and where tokens go round for ever. */
function judge(board: Board, graph: Graph, seen: Play): void {
  const resting = new Set<number>();
  for (let at = 0; at < graph.expanded; at += 1) {
    const state = graph.states[at] ?? '';
    if (graph.next[at]?.length) {
      if (graph.cut.has(at)) resting.add(at);
      continue;
    }
    resting.add(at);
    if (!graph.cut.has(at)) for (const token of state) noteWaiting(board, token.charCodeAt(0), seen);
  }
  if (!seen.finished) return;
  const canRest = backwards(graph, resting);
  graph.movers.forEach((movers, at) => {
    if (!canRest.has(at)) for (const mover of movers) seen.endless.add(mover);
  });
}

function noteWaiting(board: Board, place: number, seen: Play): void {
  const { node, flow } = board.places[place] ?? {};
  if (!node || !flow) return;
  const arrived = seen.stuck.get(node) ?? new Set();
  seen.stuck.set(node, arrived.add(flow.id));
}

/** All states from which one of the given states can be reached. */
function backwards(graph: Graph, goals: ReadonlySet<number>): Set<number> {
  const before: number[][] = graph.states.map(() => []);
  graph.next.forEach((following, at) => following.forEach((each) => before[each]?.push(at)));
  const found = new Set(goals);
  const open = [...goals];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const each of before[at] ?? []) {
      if (found.has(each)) continue;
      found.add(each);
      open.push(each);
    }
  }
  return found;
}
