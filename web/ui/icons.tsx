import type { ReactNode } from 'react';

const PATHS = {
  inbox: 'M3 13l3-9h12l3 9v7H3zM3 13h5l1.5 3h5L16 13h5',
  cases: 'M3 6h7l2 2h9v12H3z',
  add: 'M12 4v16M4 12h16',
  audit: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.500-1-8-4-8-9V6zM8.500 12l2.500 2.500 4.500-5',
  register: 'M5 3h14v18H5zM9 3v18M12 8h4M12 12h4M12 16h4',
  lock: 'M6 11h12v10H6zM8.500 11V8a3.500 3.500 0 017 0v3M12 15v3',
  admin: 'M4 6h16M4 12h16M4 18h16M8 4v4M16 10v4M10 16v4',
  camera: 'M3 8h4l2-3h6l2 3h4v12H3zM12 17a3.500 3.500 0 100-7 3.500 3.500 0 000 7z',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  pin: 'M12 21s7-6.500 7-11.500A7 7 0 005 9.500C5 14.500 12 21 12 21zM12 12a2.500 2.500 0 100-5 2.500 2.500 0 000 5z',
  pen: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  close: 'M6 6l12 12M18 6L6 18',
  copy: 'M8 8h12v12H8zM16 8V4H4v12h4',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  fit: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  download: 'M12 4v11M7 10.500l5 5 5-5M4 20h16',
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon; always beside a word or with a label on its button, so it is hidden from screen readers. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }): ReactNode {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
