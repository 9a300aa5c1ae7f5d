import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { asProblem, post } from '../ui/http.ts';
import { refresh } from '../ui/query.ts';

/** A button that posts to the operator's API and says beside itself what came of it. */
export function Act({
  label,
  path,
  done,
}: {
  label: string;
  path: string;
  done: string | ((answer: unknown) => string);
}): ReactNode {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ ok: boolean; text: string } | null>(null);
  const act = async (): Promise<void> => {
    setBusy(true);
    try {
      const answer = await post<unknown>(path);
      setSaid({ ok: true, text: typeof done === 'function' ? done(answer) : done });
      await refresh('/operator');
    } catch (error) {
      setSaid({ ok: false, text: asProblem(error).title });
    }
    setBusy(false);
  };
  return (
    <span className="row">
      <span role="status" className={said && !said.ok ? 'admin-bad' : 'soft'}>
        {said?.text ?? ''}
      </span>
      <Button size="small" loading={busy} onClick={() => void act()}>
        {label}
      </Button>
    </span>
  );
}
