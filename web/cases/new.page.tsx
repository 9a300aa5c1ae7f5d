import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Suspense, useState } from 'react';
import { DraftedNotes, useDrafted } from '../ui/form/drafted.tsx';
import { DraftSaid } from '../ui/form/draft-notes.tsx';
import { useAttempt } from '../ui/form/attempt.ts';
import { FormBar } from '../ui/form/form-bar.tsx';
import { useRefusals } from '../ui/form/refusal.ts';
import { labelsOf } from '../ui/form/schema.ts';
import { FormHost } from '../ui/form/lazy-form-host.tsx';
import { post } from '../ui/http.ts';
import { PageFrame } from '../ui/page.tsx';
import { refresh, useGet } from '../ui/query.ts';
import { Loading, Shown } from '../ui/states.tsx';
import type { FormData, FormSchema, StoredDraft } from '../ui/types.ts';
import { Created } from './created.tsx';
import type { CreatedCase } from './created.tsx';
import { Duplicates } from './duplicates.tsx';
import type { Duplicate } from './duplicates.tsx';

/** What the check before sending found; the person may send all the same. */
interface Checked {
  items: Duplicate[];
  notes: { key: string; message: string }[];
}
const NOTHING_FOUND: Checked = { items: [], notes: [] };
const isClear = ({ items, notes }: Checked): boolean => items.length + notes.length === 0;

interface StartForm {
  formId: string;
  schema: FormSchema;
  data: FormData;
  draft: StoredDraft | null;
  process: string;
  name: string;
  confirmation: string | null;
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

function NewCase({ form, onAgain }: { form: StartForm; onAgain: () => void }): ReactNode {
  const drafted = useDrafted({
    name: `new.${form.process}`,
    to: `/processes/${form.process}/draft`,
    schema: form.schema,
    data: form.data,
    stored: form.draft,
    givesUp: 'server',
  });
  const { handle, uploads, draft } = drafted;
  const attempt = useAttempt();
  const [busy, setBusy] = useState(false);
  const refusals = useRefusals();
  const [twins, setTwins] = useState<Checked>(NOTHING_FOUND);
  const [created, setCreated] = useState<CreatedCase | null>(null);

  const send = async (despiteTwins: boolean): Promise<void> => {
    if (busy) return;
    refusals.clear();
    const waits = uploads.problem();
    if (waits) return refusals.say(waits);
    if (!refusals.passes(handle.current)) return;
    const data = handle.current.submission();
    setBusy(true);
    await draft.settle();
    try {
      const found = despiteTwins ? NOTHING_FOUND : await findTwins(form.process, data);
      setTwins(found);
      if (isClear(found)) {
        const answer = await post<CreatedCase>(
          `/cases/${form.process}`,
          { data, draft: draft.version() },
          { 'idempotency-key': attempt(data) },
        );
        draft.drop();
        void uploads.clear();
        setCreated(answer);
        void refresh('/cases', '/tasks');
      }
    } catch (error) {
      setTwins(NOTHING_FOUND);
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
          <DraftedNotes of={drafted} tellKept word="清空重填" />
          <Suspense fallback={<Loading what="正在打开表单" />}>
            <FormHost
              ref={handle}
              schema={drafted.schema}
              data={drafted.data}
              label={form.name}
              uploads={uploads}
              onSubmit={() => void send(false)}
              onChange={() => {
                draft.changed();
                refusals.follow(handle.current);
              }}
            />
          </Suspense>
        </div>
        <FormBar
          refusal={refusals.refusal}
          labels={labelsOf(form.schema)}
          note={
            isClear(twins) ? null : (
              <Duplicates
                {...twins}
                busy={busy}
                onAnyway={() => void send(true)}
                onBack={() => setTwins(NOTHING_FOUND)}
              />
            )
          }
        >
          {!isClear(twins) ? null : (
            <Button type="primary" loading={busy} onClick={() => void send(false)} title="Ctrl + Enter">
              提交
            </Button>
          )}
          {isClear(twins) ? (
            <DraftSaid
              said={draft.said || '填写的内容自动存为草稿；举报人信息只有提交才保存。'}
              failed={draft.failed}
              onAgain={() => void draft.save()}
            />
          ) : (
            <span className="soft form-said">先看完提示，再决定是否提交。</span>
          )}
        </FormBar>
      </section>
    </PageFrame>
  );
}

/** A duplicate check that fails must not stop a report of a danger. */
async function findTwins(process: string, data: FormData): Promise<Checked> {
  try {
    return await post<Checked>(`/cases/${process}/duplicates`, { data });
  } catch {
    return NOTHING_FOUND;
  }
}
