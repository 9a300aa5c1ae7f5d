import type { ReactNode } from 'react';
import type { TaskRow } from './types.ts';

/** The item, paper or unit that a task is about. */
export function TaskAbout({ of }: { of: Pick<TaskRow, 'about'> }): ReactNode {
  if (of.about === null) return null;
  return (
    <span className="clamp" title={of.about}>
      {of.about}
    </span>
  );
}
