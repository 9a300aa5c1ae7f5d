import type { Spoil } from '../spoil.ts';

/** Predicates that this process has nothing to do with. */
export const NOT_APPLICABLE: Record<string, string> = {
  C1b: '约谈不调用有案号的子流程，也不触发其他流程',
  C6: '领导交办的约谈没有需要答复的来源',
};

export const SPOILS: Spoil[] = [];
