import { Button } from 'antd';
import type { ReactNode } from 'react';
import { lazy, Suspense, useRef, useState } from 'react';
import { FormUploads } from '../ui/form/fields/uploads.ts';
import { draftKey, dropLocal, keepLocal, readLocal } from '../ui/form/draft.ts';
import { FormBar } from '../ui/form/form-bar.tsx';
import type { FormHandle } from '../ui/form/form-host.tsx';
import { useRefusals } from '../ui/form/refusal.ts';
import { Restored } from '../ui/form/restored.tsx';
import { labelsOf } from '../ui/form/schema.ts';
import { post } from '../ui/http.ts';
import { PageFrame } from '../ui/page.tsx';
import { refresh, useGet } from '../ui/query.ts';
import { useMe } from '../ui/session.tsx';
import { Loading, Shown } from '../ui/states.tsx';
import type { FormData, FormSchema } from '../ui/types.ts';
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
  process: string;
  name: string;
  confirmation: string | null;
}

/** 新建: the start form of a process. */
export default function NewPage({ process }: { process: string }): ReactNode {
  const start = useGet<StartForm>(`/processes/${process}/start-form`, { staleTime: Infinity });
  const [round, setRound] = useState(0);
  return (
    <Shown of={start}>
      {(form) => <NewCase key={round} form={form} onAgain={() => setRound(round + 1)} />}
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
    const local = readLocal(key);
    return { data: { ...form.data, ...local?.data }, restored: local?.at ?? null };
  });
  const [busy, setBusy] = useState(false);
  const refusals = useRefusals();
  // What was there before it was emptied, until the form is left or sent.
  const [before, setBefore] = useState<FormData | null>(null);
  const [twins, setTwins] = useState<Duplicate[]>([]);
  const [created, setCreated] = useState<CreatedCase | null>(null);

  const send = async (despiteTwins: boolean): Promise<void> => {
    if (busy || !handle.current) return;
    refusals.clear();
    const waits = uploads.problem();
    if (waits) return refusals.say(waits);
    if (!refusals.passes(handle.current)) return;
    const data = handle.current.submission();
    setBusy(true);
    try {
      const found = despiteTwins ? [] : await findTwins(form.process, data);
      setTwins(found);
      if (found.length === 0) {
        const answer = await post<CreatedCase>(
          `/cases/${form.process}`,
          { data },
          { 'idempotency-key': attempt(data) },
        );
        dropLocal(key);
        void uploads.clear();
        setCreated(answer);
        void refresh('/cases', '/tasks');
      }
    } catch (error) {
      setTwins([]);
      refusals.take(error, handle.current);
    }
    setBusy(false);
  };

  if (created)
    return <Created name={form.name} confirmation={form.confirmation} created={created} onAgain={onAgain} />;
  return (
    <PageFrame title={`新建：${form.name}`}>
      <section className="card new-card">
        <div className="card-body">
          <Restored
            restored={start.restored}
            cleared={before !== null}
            word="清空重填"
            onClear={() => {
              const kept = handle.current?.draft() ?? start.data;
              setBefore(kept);
              dropLocal(key);
              setStart({ data: { ...form.data }, restored: null });
            }}
            onUndo={() => {
              const kept = { ...form.data, ...before };
              keepLocal(key, form.schema, kept);
              setStart({ data: kept, restored: null });
              setBefore(null);
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
              onChange={() => handle.current && keepLocal(key, form.schema, handle.current.draft())}
            />
          </Suspense>
        </div>
        <FormBar
          refusal={refusals.refusal}
          labels={labelsOf(form.schema)}
          note={
            twins.length > 0 ? (
              <Duplicates
                items={twins}
                busy={busy}
                onAnyway={() => void send(true)}
                onBack={() => setTwins([])}
              />
            ) : null
          }
        >
          {twins.length > 0 ? null : (
            <Button type="primary" loading={busy} onClick={() => void send(false)} title="Ctrl + Enter">
              提交
            </Button>
          )}
          <span className="soft form-said">
            {twins.length > 0 ? '先决定是不是同一件事，再提交。' : '填写的内容自动存在本机。'}
          </span>
        </FormBar>
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
