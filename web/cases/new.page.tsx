import { Button } from 'antd';
import type { ReactNode } from 'react';
import { lazy, Suspense, useCallback, useRef, useState } from 'react';
import { FormUploads } from '../ui/form/fields/uploads.ts';
import { draftKey, readLocal } from '../ui/form/draft.ts';
import { DraftNotes, DraftSaid } from '../ui/form/draft-notes.tsx';
import { openingOf } from '../ui/form/starting-draft.ts';
import { useDraft } from '../ui/form/use-draft.ts';
import type { FormHandle } from '../ui/form/form-host.tsx';
import { labelsOf } from '../ui/form/schema.ts';
import { asProblem, post } from '../ui/http.ts';
import type { FieldError, Problem } from '../ui/http.ts';
import { PageFrame } from '../ui/page.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { refresh, useGet } from '../ui/query.ts';
import { useMe } from '../ui/session.tsx';
import { Loading, Shown } from '../ui/states.tsx';
import type { FormData, FormSchema, StoredDraft } from '../ui/types.ts';
import { uniqueKey } from '../ui/unique-key.ts';
import { Created } from './created.tsx';
import type { CreatedCase } from './created.tsx';
import { Duplicates } from './duplicates.tsx';
import type { Duplicate } from './duplicates.tsx';

const FormHost = lazy(() => import('../ui/form/form-host.tsx'));

interface StartForm {
  formId: string;
  schema: FormSchema;
  data: FormData;
  draft: StoredDraft | null;
  process: string;
  name: string;
}

/** 新建: the start form of a process. */
export default function NewPage({ process }: { process: string }): ReactNode {
  const start = useGet<StartForm>(`/processes/${process}/start-form`, {
    staleTime: Infinity,
    // Its draft is read anew at every visit.
    gcTime: 0,
  });
  const [round, setRound] = useState(0);
  return (
    <Shown of={start}>
      {(form) => (
        <NewCase
          key={round}
          form={form}
          onAgain={() => void refresh(`/processes/${process}`).then(() => setRound(round + 1))}
        />
      )}
    </Shown>
  );
}

/**
 * One key per content: a repeat after a broken line gets the first answer, while a corrected form is a new attempt.
 */
function useAttempt(): (data: FormData) => string {
  const last = useRef({ body: '', key: '' });
  return (data) => {
    const body = JSON.stringify(data);
    if (last.current.body !== body) last.current = { body, key: uniqueKey() };
    return last.current.key;
  };
}

function NewCase({ form, onAgain }: { form: StartForm; onAgain: () => void }): ReactNode {
  const key = draftKey(useMe().account, `new.${form.process}`);
  const handle = useRef<FormHandle>(null);
  const [uploads] = useState(() => new FormUploads(key));
  const attempt = useAttempt();
  const [start, setStart] = useState(() => {
    return openingOf(form.data, form.draft, readLocal(key));
  });
  const read = useCallback(() => handle.current?.draft() ?? {}, []);
  const draft = useDraft(
    { key, to: `/processes/${form.process}/draft`, base: start.base },
    form.schema,
    read,
    uploads,
  );
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [homeless, setHomeless] = useState<FieldError[]>([]);
  const [twins, setTwins] = useState<Duplicate[]>([]);
  const [created, setCreated] = useState<CreatedCase | null>(null);

  const send = async (despiteTwins: boolean): Promise<void> => {
    if (busy || !handle.current) return;
    setProblem(null);
    setHomeless([]);
    const waits = uploads.problem();
    if (waits) return setProblem(waits);
    if (!handle.current.check()) return;
    const data = handle.current.submission();
    setBusy(true);
    await draft.settle();
    try {
      const found = despiteTwins ? [] : await findTwins(form.process, data);
      setTwins(found);
      if (found.length === 0) {
        const answer = await post<CreatedCase>(
          `/cases/${form.process}`,
          { data },
          { 'idempotency-key': attempt(data) },
        );
        draft.drop();
        void uploads.clear();
        setCreated(answer);
        void refresh('/cases', '/tasks');
      }
    } catch (error) {
      const known = asProblem(error);
      setTwins([]);
      setProblem(known);
      if (known.errors.length > 0) setHomeless(handle.current?.setErrors(known.errors) ?? []);
    }
    setBusy(false);
  };

  if (created) return <Created name={form.name} created={created} onAgain={onAgain} />;
  return (
    <PageFrame title={`新建：${form.name}`}>
      <section className="card new-card">
        <div className="card-body">
          <DraftNotes
            restored={start.restored}
            kept={form.draft?.savedAt ?? null}
            newer={draft.newer ?? start.newer}
            stored={form.draft}
            device={uploads.device}
            read={read}
            word="清空重填"
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
              draft.drop('server');
              void uploads.clear();
              void draft.settle().then(onAgain);
            }}
          />
          <Suspense fallback={<Loading what="正在打开表单" />}>
            <FormHost
              ref={handle}
              schema={form.schema}
              data={start.data}
              label={form.name}
              uploads={uploads}
              onSubmit={() => void send(false)}
              onChange={draft.changed}
            />
          </Suspense>
          {twins.length > 0 ? (
            <Duplicates
              items={twins}
              busy={busy}
              onAnyway={() => void send(true)}
              onBack={() => setTwins([])}
            />
          ) : null}
          {problem ? (
            <ProblemNote problem={problem} homeless={homeless} labels={labelsOf(form.schema)} />
          ) : null}
        </div>
        <div className="form-actions no-print">
          <Button
            type="primary"
            loading={busy}
            disabled={twins.length > 0}
            onClick={() => void send(false)}
            title="Ctrl + Enter"
          >
            提交
          </Button>
          <DraftSaid
            said={draft.said || '填写的内容自动存为草稿；举报人信息只有提交才保存。'}
            failed={draft.failed}
            onAgain={() => void draft.save()}
          />
        </div>
      </section>
    </PageFrame>
  );
}

/** A duplicate check that fails must not stop a report of a danger. */
async function findTwins(process: string, data: FormData): Promise<Duplicate[]> {
  try {
    return (await post<{ items: Duplicate[] }>(`/cases/${process}/duplicates`, { data })).items;
  } catch {
    return [];
  }
}
