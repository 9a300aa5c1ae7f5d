import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';

/**
 * The frame of a page: sets the window's title, puts the focus on the heading when the page opens (so that
 * screen readers and keys start there), and lays head and body out.
 */
export function PageFrame({
  title,
  head,
  aside,
  children,
  wide = false,
}: {
  title: string;
  head?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  wide?: boolean;
}): ReactNode {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · 闭环`;
    // A row that the address names has taken the focus already (audit/use-anchor.ts).
    if (document.querySelector('.anchored') === null) ref.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className={wide ? 'page page-wide' : 'page'}>
      <div className="page-head">
        <h1 ref={ref} tabIndex={-1}>
          {title}
        </h1>
        {head}
        {aside ? <div className="page-aside">{aside}</div> : null}
      </div>
      {children}
    </div>
  );
}
