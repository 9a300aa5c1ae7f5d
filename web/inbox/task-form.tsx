import { Button } from 'antd';
import type { ReactNode } from 'react';
import { lazy, Suspense, useCallback, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { FormHandle } from '../ui/form/form-host.tsx';
import { draftKey, dropLocal, keepLocal, readLocal } from '../ui/form/draft.ts';
import { FormUploads } from '../ui/form/fields/uploads.ts';
import { FormBar } from '../ui/form/form-bar.tsx';
import { useRefusals } from '../ui/form/refusal.ts';
import type { Refusal } from '../ui/form/refusal.ts';
import { useDraft } from '../ui/form/use-draft.ts';
import { labelsOf } from '../ui/form/schema.ts';
import { at } from '../ui/format.ts';
import { Restored } from '../ui/form/restored.tsx';
import { asProblem, post } from '../ui/http.ts';
import { refresh } from '../ui/query.ts';
import { useMe } from '../ui/session.tsx';
import { Loading } from '../ui/states.tsx';
import type { FormData, TaskDetail } from '../ui/types.ts';
import { ExtensionButton } from './extension.tsx';
import type { Submitted } from './task-done.tsx';

const FormHost = lazy(() => import('../ui/form/form-host.tsx'));

/** The form of a task that is mine: filled, kept as a draft while it is filled, submitted. */
export function TaskForm({
  task,
  onSubmitted,
}: {
  task: TaskDetail;
  onSubmitted: (s: Submitted) => void;
}): ReactNode {
  const me = useMe();
  const key = draftKey(me.account, task.taskId);
  const form = useRef<FormHandle>(null);
  const [uploads] = useState(() => new FormUploads(key));
  // Taken once: what comes in later by itself must not replace what is being typed.
  const [start, setStart] = useState(() => {
    const local = readLocal(key);
    const newer = local && (!task.draftAt || local.at > task.draftAt) ? local : null;
    return {
      schema: task.form.schema,
      data: newer ? { ...task.data, ...newer.data } : task.data,
      restored: newer?.at ?? null,
    };
  });
  const read = useCallback(() => form.current?.draft() ?? {}, []);
  const draft = useDraft(key, start.schema, task, read);
  const [busy, setBusy] = useState(false);
  const refusals = useRefusals();
  // What was there before it was emptied, until the form is left or sent.
  const [before, setBefore] = useState<FormData | null>(null);

  const submit = async (): Promise<void> => {
    if (busy || !form.current) return;
    refusals.clear();
    // What is on its way fills fields that would else be found empty.
    const waits = uploads.problem();
    if (waits) return refusals.say(waits);
    if (!refusals.passes(form.current)) return;
    setBusy(true);
    await draft.settle();
    try {
      const answer = await post<Submitted>(`/tasks/${task.taskId}/submit`, {
        version: draft.version.current,
        data: form.current.submission(),
      });
      draft.drop();
      void uploads.clear();
      onSubmitted(answer);
      void refresh('/tasks', '/cases');
    } catch (error) {
      refusals.take(error, form.current);
    }
    setBusy(false);
  };

  return (
    <section className="card">
      <div className="card-body">
        <Restored
          restored={start.restored}
          cleared={before !== null}
          word="放弃本机草稿"
          onClear={() => {
            setBefore(read());
            dropLocal(key);
            setStart({ schema: start.schema, data: { ...task.data }, restored: null });
          }}
          onUndo={() => {
            const kept = { ...task.data, ...before };
            keepLocal(key, start.schema, kept);
            setStart({ schema: start.schema, data: kept, restored: null });
            setBefore(null);
          }}
        />
        <Suspense fallback={<Loading what="正在打开表单" />}>
          <FormHost
            ref={form}
            schema={start.schema}
            data={start.data}
            label={task.elementName}
            uploads={uploads}
            onSubmit={() => void submit()}
            onChange={draft.changed}
          />
        </Suspense>
      </div>
      <Actions
        task={task}
        refusal={refusals.refusal}
        busy={busy}
        said={draft.said}
        version={draft.version}
        onSubmit={() => void submit()}
        onSave={() => void draft.save()}
        settle={draft.settle}
      />
    </section>
  );
}

interface ActionsProps {
  task: TaskDetail;
  refusal: Refusal | null;
  busy: boolean;
  said: string;
  version: { current: number };
  onSubmit: () => void;
  onSave: () => void;
  settle: () => Promise<void>;
}

function Actions({ task, refusal, busy, said, version, onSubmit, onSave, settle }: ActionsProps): ReactNode {
  const [, go] = useLocation();
  const [problem, setProblem] = useState('');
  const release = async (): Promise<void> => {
    await settle();
    try {
      await post(`/tasks/${task.taskId}/release`, { version: version.current });
      await refresh('/tasks');
      go('/inbox');
    } catch (error) {
      setProblem(asProblem(error).title);
    }
  };
  return (
    <FormBar
      refusal={refusal}
      labels={labelsOf(task.form.schema)}
      onReload={() => void refresh(`/tasks/${task.taskId}`)}
    >
      <Button type="primary" loading={busy} onClick={onSubmit} title="Ctrl + Enter">
        提交
      </Button>
      <Button onClick={onSave}>保存草稿</Button>
      {task.clock?.canExtend ? <ExtensionButton caseId={task.caseId} clock={task.clock} /> : null}
      <Button onClick={() => void release()}>退回认领</Button>
      <span className="soft form-said" role="status">
        {problem || said || (task.draftAt ? `草稿 ${at(task.draftAt)}` : '')}
      </span>
    </FormBar>
  );
}
