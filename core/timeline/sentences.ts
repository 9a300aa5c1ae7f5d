import { CASE_ACTS, CLOCK_ACTS, WORK_ACTS, type Act, type Said } from './acts.ts';

export type { Said } from './acts.ts';

const ACTS: Record<string, Act> = {
  ...CASE_ACTS,
  ...CLOCK_ACTS,
  ...WORK_ACTS,
};

/** Chinese name of an act; `step` (name of the diagram's element) for acts this list does not know. */
export const actName = (act: string, step: string): string => ACTS[act]?.name ?? (step || act);

/** An act as one Chinese sentence: the one its verb wrote (`told`), the one known for it, or one made of its results. */
export function sentenceOf(act: string, said: Said, step: string): string {
  if (typeof said.more.told === 'string') return said.more.told;
  const known = ACTS[act];
  if (known) return known.say(said);
  const results = said.changes.slice(0, 3).flatMap(({ label, after: is }) => (is ? [`${label}${is}`] : []));
  const what = step || said.subject;
  return `${said.who}完成“${what}”${results.length > 0 ? `：${results.join('，')}` : ''}`;
}
