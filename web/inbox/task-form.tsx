import { Button } from 'antd';
import type { ReactNode } from 'react';
import { lazy, Suspense, useCallback, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { FormHandle } from '../ui/form/form-host.tsx';
import { draftKey, dropLocal, readLocal } from '../ui/form/draft.ts';
import { FormUploads } from '../ui/form/fields/uploads.ts';
import { useDraft } from '../ui/form/use-draft.ts';
import { labelsOf } from '../ui/form/schema.ts';
import { at } from '../ui/format.ts';
import { asProblem, post } from '../ui/http.ts';
import type { FieldError, Problem } from '../ui/http.ts';
import { refresh } from '../ui/query.ts';
import { useMe } from '../ui/session.tsx';
import { Loading } from '../ui/states.tsx';
import type { TaskDetail } from '../ui/types.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
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
  const [problem, setProblem] = useState<Problem | null>(null);
  const [homeless, setHomeless] = useState<FieldError[]>([]);

  const submit = async (): Promise<void> => {
    if (busy || !form.current) return;
    setProblem(null);
    setHomeless([]);
    // What is on its way fills fields that would else be found empty.
    const waits = uploads.problem();
    if (waits) return setProblem(waits);
    if (!form.current.check()) return;
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
      const known = asProblem(error);
      // An ended session asks for the password above the page; there is nothing to mend in the form.
      if (known.status !== 401) setProblem(known);
      if (known.errors.length > 0) setHomeless(form.current?.setErrors(known.errors) ?? []);
    }
    setBusy(false);
  };

  return (
    <section className="card">
      <div className="card-body">
        {start.restored ? (
          <p className="note row-between task-restored">
            <span>
              已恢复本机 <span className="num">{at(start.restored)}</span> 未提交的内容。
            </span>
            <Button
              size="small"
              onClick={() => {
                dropLocal(key);
                void uploads.clear();
                setStart({ schema: start.schema, data: { ...task.data }, restored: null });
              }}
            >
              放弃本机草稿
            </Button>
          </p>
        ) : null}
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
        {problem ? (
          <ProblemNote
            problem={problem}
            homeless={homeless}
            labels={labelsOf(start.schema)}
            onReload={() => void refresh(`/tasks/${task.taskId}`)}
          />
        ) : null}
      </div>
      <Actions
        task={task}
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
  busy: boolean;
  said: string;
  version: { current: number };
  onSubmit: () => void;
  onSave: () => void;
  settle: () => Promise<void>;
}

function Actions({ task, busy, said, version, onSubmit, onSave, settle }: ActionsProps): ReactNode {
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
    <div className="form-actions no-print">
      <Button type="primary" loading={busy} onClick={onSubmit} title="Ctrl + Enter">
        提交
      </Button>
      <Button onClick={onSave}>保存草稿</Button>
      {task.clock?.canExtend ? <ExtensionButton caseId={task.caseId} clock={task.clock} /> : null}
      <Button onClick={() => void release()}>退回认领</Button>
      <span className="soft form-said" role="status">
        {problem || said || (task.draftAt ? `草稿 ${at(task.draftAt)}` : '')}
      </span>
    </div>
  );
}
