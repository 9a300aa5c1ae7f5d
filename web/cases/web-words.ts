/** Shapes of GET /cases/{id}/web as the page uses them. */
export interface WebNode {
  id: string;
  kind: 'case' | 'item' | 'trigger';
  seen: boolean;
  caseNo: string | null;
  processName: string | null;
  title: string | null;
  status: string | null;
  statusName: string | null;
  verdict: 'green' | 'red' | null;
  orphan: string | null;
}
export interface CaseWebAnswer {
  root: string;
  nodes: WebNode[];
  edges: { from: string; to: string; kind: string; word: string }[];
  cut: boolean;
}

const VERDICT = { green: '已闭环', red: '未闭环' };

/** What stands in a node, line by line: the same words in the picture and in the table. */
export function wordsOf(node: WebNode): { head: string; lines: string[] } {
  if (!node.seen) return { head: '无权查看', lines: ['其他单位的案件'] };
  if (node.kind === 'item') return { head: node.title ?? '', lines: [] };
  if (node.kind === 'trigger') return { head: node.orphan ?? '待启动', lines: [node.title ?? ''] };
  const state = node.orphan ?? node.statusName ?? '';
  return {
    head: node.caseNo ?? '',
    lines: [
      node.processName ?? '',
      [state, node.verdict && VERDICT[node.verdict]].filter(Boolean).join(' · '),
    ],
  };
}
