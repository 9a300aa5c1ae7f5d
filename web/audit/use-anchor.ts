import { useEffect } from 'react';

/** Bring the row that the address names (`#clock-…`) into view once it is there, and put the focus on it. */
export function useAnchor(ready: boolean): void {
  useEffect(() => {
    if (!ready || !window.location.hash) return;
    const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    if (!target) return;
    const row = target.closest('tr') ?? target;
    row.classList.add('anchored');
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'center' });
  }, [ready]);
}
