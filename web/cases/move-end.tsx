import { Button } from 'antd';
import type { ReactNode } from 'react';

/** The end of a small form (use-move.ts): why the server refused, the button that sends, the way back. */
export function MoveEnd({
  said,
  busy,
  word,
  danger = false,
  backWord = '取消',
  onBack,
}: {
  said: string;
  busy: boolean;
  word: string;
  danger?: boolean;
  backWord?: string;
  onBack: () => void;
}): ReactNode {
  return (
    <>
      {said ? (
        <p className="note bad" role="alert">
          {said}
        </p>
      ) : null}
      <div className="row">
        <Button type="primary" danger={danger} htmlType="submit" loading={busy}>
          {word}
        </Button>
        <Button onClick={onBack}>{backWord}</Button>
      </div>
    </>
  );
}
