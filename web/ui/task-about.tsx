import type { ReactNode } from 'react';
import type { TaskRow } from './types.ts';

/** The item, paper or unit that a task is about, where the title of its case does not say so already. */
export function TaskAbout({ of }: { of: Pick<TaskRow, 'about' | 'caseTitle'> }): ReactNode {
  if (!of.about || of.caseTitle.includes(of.about)) return null;
  return (
    <span className="task-about clamp" title={of.about}>
      {of.about}
    </span>
  );
}
