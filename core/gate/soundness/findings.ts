import type { Finding } from '../types.ts';
import type { Node, Scope } from './net.ts';
import type { Play } from './play.ts';

const finding = (element: string, rule: string, message: string): Finding => ({
  element,
  rule,
  severity: 'error',
  message,
});

const quote = (node: Node): string => `“${node.name}”`;

/** A join that is left waiting in some game. */
export function stuckFindings(play: Play): Finding[] {
  return [...play.stuck].map(([node, arrived]) => {
    const missing = node.incoming.filter((flow) => !arrived.has(flow.id)).map((flow) => quote(flow.from));
    const hint = missing.length
      ? `来自${[...new Set(missing)].join('、')}的分支可能不来`
      : '各分支不会在同一次办理中都到齐';
    return finding(
      node.id,
      'soundness-join',
      `汇合${quote(node)}可能永远等不齐：${hint}；请把可选分支先用排他网关合并，或把此处改为排他网关`,
    );
  });
}

/**
 * A node where a second token arrives while the first is still there. Further down the two can meet again at any
 * step; named is only where they met with the fewest moves, since that is where the join is missing.
 */
export function pileFindings(play: Play): Finding[] {
  const behind = new Set<Node>();
  const origins: Node[] = [];
  for (const node of play.piles) {
    if (behind.has(node)) continue;
    origins.push(node);
    for (const next of reachable(node)) behind.add(next);
  }
  return origins.map((node) =>
    finding(
      node.id,
      'soundness-pile-up',
      `令牌会在${quote(node)}堆积，同一步会被办两次：前面并行分出的支路没有用并行网关汇合，请补上汇合`,
    ),
  );
}

/** A side track of a non-interrupting boundary event that runs into the main track. */
export function trespassFindings(play: Play, event: Node): Finding[] {
  return [...play.trespasses].map((node) =>
    finding(
      node.id,
      'soundness-pile-up',
      `令牌会在${quote(node)}堆积：不中断的边界事件${quote(event)}的支路并入了主流程；请让它走到自己的结束事件，或改为中断`,
    ),
  );
}

/**
 * One finding per loop that cannot be left, at the step where it is entered. A loop that can be left, but only
 * towards another one without a way out, is not to blame.
 */
export function loopFindings(scope: Scope, endless: ReadonlySet<Node>): Finding[] {
  const after = new Map([...endless].map((node) => [node, reachable(node, endless)]));
  const looping = [...scope.nodes.values()].filter((node) => after.get(node)?.has(node));
  const named = new Set<Node>();
  const found: Finding[] = [];
  for (const node of looping) {
    if (named.has(node)) continue;
    const ahead = looping.filter((other) => after.get(node)?.has(other));
    const loop = ahead.filter((other) => after.get(other)?.has(node));
    for (const member of loop) named.add(member);
    if (loop.length < ahead.length) continue;
    const entry = loop.find((member) => member.incoming.some((flow) => !loop.includes(flow.from))) ?? node;
    const path = loop.map(quote).join('、');
    found.push(
      finding(entry.id, 'soundness-loop', `循环没有出口：${path}之间会一直转下去；请加一个能走到结束的分支`),
    );
  }
  return found;
}

function reachable(start: Node, within?: ReadonlySet<Node>): Set<Node> {
  const found = new Set<Node>();
  const open = [start];
  for (let node = open.pop(); node; node = open.pop()) {
    for (const next of successors(node)) {
      if (found.has(next) || (within && !within.has(next))) continue;
      found.add(next);
      open.push(next);
    }
  }
  return found;
}

function successors(node: Node): Node[] {
  return [node, ...node.exits].flatMap((each) => each.outgoing.map((flow) => flow.to));
}

/**
 * Every step no token ever came to, each with the reason: nothing leads there, or what leads there is itself
 * unreached, or the join before it never lets anything through.
 */
export function unreachedFindings(scope: Scope, reached: ReadonlySet<Node>): Finding[] {
  const unreached = [...scope.nodes.values()].filter((node) => !node.offTrack && !reached.has(node));
  return unreached.map((node) => finding(node.id, 'soundness-unreached', whyUnreached(node, reached)));
}

function whyUnreached(node: Node, reached: ReadonlySet<Node>): string {
  if (node.host) return `${quote(node)}永远不会触发：所附的${quote(node.host)}到不了`;
  const before = node.incoming.map((flow) => flow.from);
  if (!before.length) return `${quote(node)}永远到不了：没有连线通到这里；请连上，或删除`;
  const blocked = before.find((each) => each.kind === 'join' && reached.has(each));
  if (blocked) return `${quote(node)}永远到不了：前面的汇合${quote(blocked)}等不齐`;
  const source = before.find((each) => !reached.has(each));
  return `${quote(node)}永远到不了：前一步${quote(source ?? node)}也到不了`;
}
