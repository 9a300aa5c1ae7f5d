import type { ReactNode } from 'react';
import './labelled.css';

/** What a control must carry so that its label, its hint and its fault are told together. */
export interface Labelling {
  id: string;
  'aria-required': boolean;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

/** One field of a small form of ours: label, control, and below it what is wrong or what it is for. */
export function Labelled({
  id,
  label,
  fault,
  hint,
  optional = false,
  children,
}: {
  id: string;
  label: string;
  fault: string | undefined;
  hint?: string;
  /** May stay empty: no star. */
  optional?: boolean;
  children: (labelling: Labelling) => ReactNode;
}): ReactNode {
  const said = fault ?? hint;
  return (
    <div className="labelled">
      <label htmlFor={id}>
        {label}
        {optional ? null : (
          <span className="labelled-star" aria-hidden="true">
            *
          </span>
        )}
      </label>
      {children({
        id,
        'aria-required': !optional,
        'aria-invalid': fault !== undefined,
        'aria-describedby': said === undefined ? undefined : `${id}-said`,
      })}
      {said === undefined ? null : (
        <p
          id={`${id}-said`}
          className={fault === undefined ? 'soft' : 'labelled-fault'}
          role={fault && 'alert'}
        >
          {said}
        </p>
      )}
    </div>
  );
}
