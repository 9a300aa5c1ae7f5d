import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import { DraftedNotes, useDrafted } from '../ui/form/drafted.tsx';
import { DraftSaid } from '../ui/form/draft-notes.tsx';
import { FormBar } from '../ui/form/form-bar.tsx';
import { useRefusals } from '../ui/form/refusal.ts';
import type { Refusal } from '../ui/form/refusal.ts';
import { labelsOf } from '../ui/form/schema.ts';
import { FormHost } from '../ui/form/lazy-form-host.tsx';
import { at } from '../ui/format.ts';
import { asProblem, post } from '../ui/http.ts';
import { refresh } from '../ui/query.ts';
import { Loading } from '../ui/states.tsx';
import type { TaskDetail } from '../ui/types.ts';
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
  const drafted = useDrafted({
    name: task.taskId,
    to: `/tasks/${task.taskId}/draft`,
    schema: task.form.schema,
    data: task.data,
    stored: task.draft,
    givesUp: 'here',
  });
  const { handle, uploads, draft } = drafted;
  const [busy, setBusy] = useState(false);
  const refusals = useRefusals();

  const submit = async (): Promise<void> => {
    if (busy) return;
    refusals.clear();
    // What is on its way fills fields that would else be found empty.
    const waits = uploads.problem();
    if (waits) return refusals.say(waits);
    if (!refusals.passes(handle.current)) return;
    setBusy(true);
    await draft.settle();
    try {
      const answer = await post<Submitted>(`/tasks/${task.taskId}/submit`, {
        version: task.version,
        data: handle.current.submission(),
      });
      draft.drop();
      void uploads.clear();
      onSubmitted(answer);
      void refresh('/tasks', '/cases');
    } catch (error) {
      refusals.take(error, handle.current);
    }
    setBusy(false);
  };

  return (
    <section className="card">
      <div className="card-body">
        <DraftedNotes of={drafted}>
          <LeftDrafts task={task} save={draft.finish} onTaken={drafted.take} />
        </DraftedNotes>
        <Suspense fallback={<Loading what="正在打开表单" />}>
          <FormHost
            ref={handle}
            schema={drafted.schema}
            data={drafted.data}
            label={task.elementName}
            uploads={uploads}
            onSubmit={() => void submit()}
            onChange={() => {
              draft.changed();
              refusals.follow(handle.current);
            }}
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
