import { Button } from 'antd';
import type { ReactNode } from 'react';

/**
 * The two faces of a move: the fields, then what will happen, to be confirmed. An item that was moved cannot be moved
 * back, so one press must not be enough.
 */
export function MoveFrame({
  word,
  sure,
  busy,
  said,
  summary,
  fields,
  onNext,
  onBack,
  onSend,
  onClose,
}: {
  word: string;
  sure: boolean;
  busy: boolean;
  said: string;
  summary: ReactNode;
  fields: ReactNode;
  onNext: () => void;
  onBack: () => void;
  onSend: () => void;
  onClose: () => void;
}): ReactNode {
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (sure) onSend();
        else onNext();
      }}
    >
      {sure ? <div className="note warn stack">{summary}</div> : fields}
      {said ? (
        <p className="note bad" role="alert">
          {said}
        </p>
      ) : null}
      <div className="row">
        <Button key={String(sure)} type="primary" htmlType="submit" loading={busy} autoFocus={sure}>
          {sure ? `确认${word}` : '下一步'}
        </Button>
        {sure ? (
          <Button onClick={onBack} disabled={busy}>
            返回修改
          </Button>
        ) : (
          <Button onClick={onClose}>取消</Button>
        )}
      </div>
    </form>
  );
}
