import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Going } from './uploads.ts';

/** Files that are being sent, with progress, and files that failed, with their reason. */
export function GoingList({ going, forget }: { going: Going[]; forget: (id: string) => void }): ReactNode {
  if (going.length === 0) return null;
  return (
    <ul className="bh-going" aria-live="polite">
      {going.map((g) => (
        <li key={g.id}>
          <span className="bh-going-name">{g.name}</span>
          {g.said ? (
            <>
              <span className="bh-going-said">{g.said}</span>
              <Button size="small" onClick={g.retry}>
                重传
              </Button>
              <Button size="small" onClick={() => forget(g.id)}>
                放弃
              </Button>
            </>
          ) : (
            <>
              <progress value={g.part} max={1} aria-label={`正在上传 ${g.name}`} />
              <span className="num">{Math.round(g.part * 100)}%</span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
