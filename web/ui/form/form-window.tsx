import { Button, Modal } from 'antd';
import { FormHost } from './lazy-form-host.tsx';
import type { ReactNode } from 'react';
import { Suspense, useCallback, useRef, useState } from 'react';
import { post } from '../http.ts';
import { refresh, useGet } from '../query.ts';
import { useMe } from '../session.tsx';
import { Loading, Shown } from '../states.tsx';
import type { FormData, FormSchema } from '../types.ts';
import { draftKey, readLocal } from './draft.ts';
import { useDraft } from './use-draft.ts';
import { useAttempt } from './attempt.ts';
import { FormUploads } from './fields/uploads.ts';
import { FormBar } from './form-bar.tsx';
import type { FormHandle } from './form-host.tsx';
import { useRefusals } from './refusal.ts';
import { labelsOf } from './schema.ts';

interface Props {
  /** On the button. */
  word: string;
  title: string;
  /** Where the form comes from, and where it goes with `extra` beside its data. */
  from: string;
  to: string;
  extra?: Record<string, unknown>;
  /** Name of the draft on this device. */
  draft: string;
  /** Said when it was sent. */
  sent: string;
  /** What to fetch again afterwards. */
  refreshes: string[];
}

/** A button that opens a form in a window above the page and sends it: 申请延期, 来件. */
export function FormWindow(props: Props): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{props.word}</Button>
      <Modal
        open={open}
        title={props.title}
        footer={null}
        width={720}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        {open ? <Request {...props} onClose={() => setOpen(false)} /> : null}
      </Modal>
    </>
  );
}

function Request(props: Props & { onClose: () => void }): ReactNode {
  const form = useGet<{ schema: FormSchema; data: FormData }>(props.from, { staleTime: Infinity });
  return (
    <Shown of={form}>{({ schema, data }) => <RequestForm {...props} schema={schema} data={data} />}</Shown>
  );
}

function RequestForm({
  word,
  to,
  extra,
  draft,
  sent: saidWhenSent,
  refreshes,
  schema,
  data,
  onClose,
}: Props & { schema: FormSchema; data: FormData; onClose: () => void }): ReactNode {
  const key = draftKey(useMe().account, draft);
  const form = useRef<FormHandle>(null);
  const [uploads] = useState(() => new FormUploads(key));
  const [start] = useState(() => ({ ...data, ...readLocal(key)?.data }));
  const read = useCallback(() => form.current?.draft() ?? {}, []);
  const kept = useDraft({ key, to: null, base: 0 }, schema, read, uploads);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const refusals = useRefusals();
  const attempt = useAttempt();
  const send = async (): Promise<void> => {
    if (busy) return;
    refusals.clear();
    const waits = uploads.problem();
    if (waits) return refusals.say(waits);
    if (!refusals.passes(form.current)) return;
    setBusy(true);
    try {
      const filled = form.current.submission();
      await post(to, { ...extra, data: filled }, { 'idempotency-key': attempt(filled) });
      kept.drop();
      void uploads.clear();
      setSent(true);
      void refresh(...refreshes);
    } catch (error) {
      refusals.take(error, form.current);
    }
    setBusy(false);
  };
  if (sent) {
    return (
      <div className="stack">
        <p className="note good" role="status">
          {saidWhenSent}
        </p>
        <div>
          <Button type="primary" onClick={onClose}>
            知道了
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="stack form-in-window">
      <Suspense fallback={<Loading what="正在打开表单" />}>
        <FormHost
          ref={form}
          schema={schema}
          data={start}
          label={word}
          uploads={uploads}
          onSubmit={() => void send()}
          onChange={() => {
            kept.changed();
            refusals.follow(form.current);
          }}
        />
      </Suspense>
      <FormBar refusal={refusals.refusal} labels={labelsOf(schema)}>
        <Button type="primary" loading={busy} onClick={() => void send()}>
          提交
        </Button>
        <Button onClick={onClose}>取消</Button>
        <span className="soft form-said" role="status">
          {kept.said}
        </span>
      </FormBar>
    </div>
  );
}
