import { useEffect } from 'react';

/** True while a person is typing: single letters are then text, not commands. */
function typing(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : null;
  return Boolean(
    element?.closest('input,textarea,select,[contenteditable="true"],[role="combobox"],[role="dialog"]'),
  );
}

function step(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>('main .row-open')];
  if (links.length === 0) return;
  const current = document.activeElement?.closest('tr')?.querySelector<HTMLElement>('.row-open');
  const index = current ? links.indexOf(current) : -1;
  const next =
    links[
      index === -1 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, index + by))
    ];
  next?.focus();
  next?.closest('tr')?.scrollIntoView({ block: 'nearest' });
}

/**
 * Keys that work in every list: `/` goes to the search box, `j`/`k` and the arrows go from row to row. Enter is
 * the browser's own: the focused thing of a row is its link.
 */
export function useListKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      const inTable = document.activeElement?.closest('table') !== null;
      if (event.key === '/') document.querySelector<HTMLInputElement>('main input[type="search"]')?.focus();
      else if (event.key === 'j' || (event.key === 'ArrowDown' && inTable)) step(1);
      else if (event.key === 'k' || (event.key === 'ArrowUp' && inTable)) step(-1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
