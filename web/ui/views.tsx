import type { ReactNode } from 'react';
import { Link } from 'wouter';
import './views.css';

/** Views of one page as links with an address each; `aria-current` marks the one that is open. */
export function Views({
  label,
  items,
  current,
}: {
  label: string;
  items: { key: string; title: ReactNode; href: string }[];
  current: string;
}): ReactNode {
  return (
    <nav className="views no-print" aria-label={label}>
      {items.map((item) => (
        <Link key={item.key} href={item.href} aria-current={item.key === current ? 'page' : undefined}>
          {item.title}
        </Link>
      ))}
    </nav>
  );
}
