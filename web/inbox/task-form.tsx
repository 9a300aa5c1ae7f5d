import { Button } from 'antd';
import { FormHost } from '../ui/form/lazy-form-host.tsx';
import type { ReactNode } from 'react';
import { Suspense, useCallback, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { FormHandle } from '../ui/form/form-host.tsx';
import { draftKey, readLocal } from '../ui/form/draft.ts';
import { DraftNotes, DraftSaid } from '../ui/form/draft-notes.tsx';
import { openingOf } from '../ui/form/starting-draft.ts';
import { FormUploads } from '../ui/form/fields/uploads.ts';
import { FormBar } from '../ui/form/form-bar.tsx';
import { useRefusals } from '../ui/form/refusal.ts';
import type { Refusal } from '../ui/form/refusal.ts';
import { useDraft } from '../ui/form/use-draft.ts';
import { labelsOf } from '../ui/form/schema.ts';
import { at } from '../ui/format.ts';
import { Cleared } from '../ui/form/cleared.tsx';
import { asProblem, post } from '../ui/http.ts';
import { refresh } from '../ui/query.ts';
import { useMe } from '../ui/session.tsx';
import { Loading } from '../ui/states.tsx';
import type { FormData, TaskDetail } from '../ui/types.ts';
import { LeftDrafts } from './left-drafts.tsx';
import { ExtensionButton } from './extension.tsx';
import type { Submitted } from './task-done.tsx';

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
    return { schema: task.form.schema, ...openingOf(task.data, task.draft, readLocal(key)) };
  });
  const read = useCallback(() => form.current?.draft() ?? {}, []);
  const draft = useDraft(
    { key, to: `/tasks/${task.taskId}/draft`, base: start.base },
    start.schema,
    read,
    uploads,
  );
  const [busy, setBusy] = useState(false);
  const refusals = useRefusals();
  // What was there before it was emptied, until the form is left or sent.
  const [before, setBefore] = useState<FormData | null>(null);

  const submit = async (): Promise<void> => {
    if (busy) return;
    refusals.clear();
    // What is on its way fills fields that would else be found empty.
    const waits = uploads.problem();
    if (waits) return refusals.say(waits);
    if (!refusals.passes(form.current)) return;
    setBusy(true);
    await draft.settle();
    try {
      const answer = await post<Submitted>(`/tasks/${task.taskId}/submit`, {
        version: task.version,
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
        {before ? (
          <Cleared
            onUndo={() => {
              setStart({ ...start, data: { ...task.data, ...before }, restored: null });
              setBefore(null);
              setTimeout(draft.changed, 500);
            }}
          />
        ) : null}
        <LeftDrafts
          task={task}
          save={draft.finish}
          onTaken={(taken) => {
            draft.settleOn(taken);
            setStart({ ...start, data: { ...start.data, ...read(), ...taken.data }, restored: null });
          }}
        />
        <DraftNotes
          restored={start.restored}
          newer={draft.newer ?? start.newer}
          stored={task.draft}
          device={uploads.device}
          read={read}
          onShow={(data, from) => {
            if (from) draft.settleOn(from);
            setStart({ ...start, data: { ...start.data, ...data }, restored: null, newer: null });
            if (!from) setTimeout(draft.changed, 500);
          }}
          onKeep={(from) => {
            draft.settleOn(from);
            setStart({ ...start, newer: null });
            void draft.save();
          }}
          onGiveUp={() => {
            setBefore(read());
            draft.drop();
            setStart({ ...start, data: { ...task.data }, restored: null });
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
        failed={draft.failed}
        onSubmit={() => void submit()}
        onSave={() => void draft.save()}
        save={draft.finish}
      />
    </section>
  );
}

interface ActionsProps {
  task: TaskDetail;
  refusal: Refusal | null;
  busy: boolean;
  said: string;
  failed: boolean;
  onSubmit: () => void;
  onSave: () => void;
  save: () => Promise<boolean>;
}

function Actions({ task, refusal, busy, said, failed, onSubmit, onSave, save }: ActionsProps): ReactNode {
  const [, go] = useLocation();
  const [problem, setProblem] = useState('');
  const release = async (): Promise<void> => {
    // What was typed last is left to the next person too.
    await save();
    try {
      await post(`/tasks/${task.taskId}/release`, { version: task.version });
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
      <DraftSaid
        said={problem || said || (task.draftAt ? `草稿 ${at(task.draftAt)}` : '')}
        failed={failed && problem === ''}
        onAgain={onSave}
      />
    </FormBar>
  );
}
