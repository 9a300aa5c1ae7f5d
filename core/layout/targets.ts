import type { LayoutMetrics } from './types.ts';

/** One limit of the quality of a picture. `zh` is its name for people. */
interface Target {
  key: keyof LayoutMetrics;
  zh: string;
  limit: number;
  atLeast?: boolean;
}

const TARGETS: Target[] = [
  { key: 'shapeOv', zh: '图形重叠', limit: 0 },
  { key: 'edgeShape', zh: '连线穿过图形', limit: 0 },
  { key: 'labShape', zh: '文字压图形', limit: 0 },
  { key: 'labEdge', zh: '文字压连线', limit: 0 },
  { key: 'labLab', zh: '文字重叠', limit: 0 },
  { key: 'lineOn', zh: '连线重合', limit: 0 },
  { key: 'slant', zh: '斜线', limit: 0 },
  { key: 'crossPerFlow', zh: '每条连线的交叉', limit: 0.2 },
  { key: 'bendsPerFlow', zh: '每条连线的拐弯', limit: 1.75 },
  { key: 'main', zh: '主线平直百分比', limit: 88, atLeast: true },
  { key: 'width', zh: '图宽', limit: 1700 },
];

/** The limits a picture misses, one Chinese sentence each; empty = good enough to ship. */
export function misses(metrics: LayoutMetrics): string[] {
  return TARGETS.filter((t) => (t.atLeast ? metrics[t.key] < t.limit : metrics[t.key] > t.limit)).map(
    (t) => `${t.key} ${t.zh}:${metrics[t.key]},要求${t.atLeast ? '不小于' : '不大于'} ${t.limit}`,
  );
}
