import { Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { lazy, Suspense, useRef, useState } from 'react';
import type { FormHandle } from '../ui/form/form-host.tsx';
import { draftKey, dropLocal, keepLocal, readLocal } from '../ui/form/draft.ts';
import { labelsOf } from '../ui/form/schema.ts';
import { asProblem, post } from '../ui/http.ts';
import type { FieldError, Problem } from '../ui/http.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import { refresh, useGet } from '../ui/query.ts';
import { useMe } from '../ui/session.tsx';
import { Loading, Shown } from '../ui/states.tsx';
import type { FormData, FormSchema } from '../ui/types.ts';

const FormHost = lazy(() => import('../ui/form/form-host.tsx'));

interface Props {
  caseId: string;
  clock: { clockId: string; name: string };
}

/** 申请延期: the form extension.request in a window above the page. */
export function ExtensionButton({ caseId, clock }: Props): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>申请延期</Button>
      <Modal
        open={open}
        title={`申请延期：${clock.name}`}
        footer={null}
        width={720}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        {open ? <Request caseId={caseId} clock={clock} onClose={() => setOpen(false)} /> : null}
      </Modal>
    </>
  );
}

function Request({ caseId, clock, onClose }: Props & { onClose: () => void }): ReactNode {
  const form = useGet<{ schema: FormSchema; data: FormData }>(
    `/cases/${caseId}/extensions/form?clockId=${encodeURIComponent(clock.clockId)}`,
    { staleTime: Infinity },
  );
  return (
    <Shown of={form}>
      {({ schema, data }) => (
        <RequestForm caseId={caseId} clock={clock} schema={schema} data={data} onClose={onClose} />
      )}
    </Shown>
  );
}

function RequestForm({
  caseId,
  clock,
  schema,
  data,
  onClose,
}: Props & { schema: FormSchema; data: FormData; onClose: () => void }): ReactNode {
  const key = draftKey(useMe().account, `extension.${clock.clockId}`);
  const form = useRef<FormHandle>(null);
  const [start] = useState(() => ({ ...data, ...readLocal(key)?.data }));
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [homeless, setHomeless] = useState<FieldError[]>([]);
  const send = async (): Promise<void> => {
    if (busy || !form.current) return;
    setProblem(null);
    if (!form.current.check()) return;
    setBusy(true);
    try {
      await post(`/cases/${caseId}/extensions`, { clockId: clock.clockId, data: form.current.submission() });
      dropLocal(key);
      setSent(true);
      void refresh('/tasks', `/cases/${caseId}`);
    } catch (error) {
      const known = asProblem(error);
      setProblem(known);
      setHomeless(known.errors.length > 0 ? (form.current?.setErrors(known.errors) ?? []) : []);
    }
    setBusy(false);
  };
  if (sent) {
    return (
      <div className="stack">
        <p className="note good" role="status">
          延期申请已提交，等待审批。批准前原时限照常计算。
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
    <div className="stack">
      <Suspense fallback={<Loading what="正在打开表单" />}>
        <FormHost
          ref={form}
          schema={schema}
          data={start}
          label="延期申请"
          onSubmit={() => void send()}
          onChange={() => form.current && keepLocal(key, schema, form.current.draft())}
        />
      </Suspense>
      {problem ? <ProblemNote problem={problem} homeless={homeless} labels={labelsOf(schema)} /> : null}
      <div className="row">
        <Button type="primary" loading={busy} onClick={() => void send()}>
          提交申请
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </div>
  );
}
