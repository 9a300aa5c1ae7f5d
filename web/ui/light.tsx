import type { ReactNode } from 'react';
import type { Deadline, Light } from './types.ts';
import { dueText } from './format.ts';
import './light.css';

const WORD: Record<'green' | 'yellow' | 'red', string> = { green: '正常', yellow: '临期', red: '超期' };

/** The shape beside the colour, so that the light can be read without seeing colours. */
function Shape({ light }: { light: 'green' | 'yellow' | 'red' }): ReactNode {
  return (
    <svg className="light-shape" viewBox="0 0 12 12" aria-hidden="true">
      {light === 'green' ? <circle cx="6" cy="6" r="4.5" /> : null}
      {light === 'yellow' ? <path d="M6 1l5.4 9.8H.6z" /> : null}
      {light === 'red' ? <path d="M6 .4L11.6 6 6 11.6.4 6z" /> : null}
    </svg>
  );
}

/** A deadline as light, word and working days (the server counts them). Nothing due: a quiet 无时限. */
export function DeadlineLight({
  of,
  provisional = false,
}: {
  of: Deadline;
  provisional?: boolean;
}): ReactNode {
  const { light, lightText, dueAt } = of;
  if (!light) return <span className="soft">{lightText || (dueAt ? dueText(dueAt) : '无时限')}</span>;
  return (
    <span className={`light light-${light}`} title={dueAt ? `到期 ${dueText(dueAt)}` : undefined}>
      <Shape light={light} />
      <span>{lightText || WORD[light]}</span>
      {provisional && !lightText?.includes('暂定') ? <span className="light-note">暂定</span> : null}
    </span>
  );
}

/** A yes/no light with its own word (verdicts, health). */
export function WordLight({ light, word }: { light: Light; word: string }): ReactNode {
  if (!light) return <span className="light light-none">{word}</span>;
  return (
    <span className={`light light-${light}`}>
      <Shape light={light} />
      <span>{word}</span>
    </span>
  );
}
