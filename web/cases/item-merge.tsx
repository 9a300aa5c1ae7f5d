import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { Labelled } from '../ui/labelled.tsx';
import { useGet, withParams } from '../ui/query.ts';
import type { CaseItem } from '../ui/types.ts';
import { MoveFrame } from './move-frame.tsx';
import { useMove } from './use-move.ts';

/** An item this one may be merged into, as GET …/merge-targets tells it. */
interface Target {
  itemId: string;
  caseNo: string;
  caseTitle: string;
  no: number;
  title: string;
}

const REST_MS = 250;
const FIELDS = ['mergedInto'] as const;

const nameOf = (target: Target): string => `${target.caseNo} 事项${target.no}`;

/** 合并: this matter goes on in another one, found by case number, title, firm or address. */
export function MergeForm({
  caseId,
  item,
  onClose,
}: {
  caseId: string;
  item: CaseItem;
  onClose: () => void;
}): ReactNode {
  const at = `/cases/${caseId}/items/${item.itemId}`;
  const move = useMove(`${at}/merge`, FIELDS, onClose);
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<Target | null>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const found = useGet<{ items: Target[] }>(withParams(`${at}/merge-targets`, { q: q.trim() }));
  const targets = found.data?.items ?? [];
  return (
    <MoveFrame
      word="合并"
      {...move}
      onNext={() => move.next(chosen ? {} : { mergedInto: '请选择并入的事项' })}
      onBack={move.back}
      onSend={() => void move.send({ mergedInto: chosen?.itemId })}
      onClose={onClose}
      summary={
        <>
          <p>
            将事项{item.no}“{item.title}”并入 <strong className="num">{chosen ? nameOf(chosen) : ''}</strong>“
            {chosen?.title}”。
          </p>
          <p>合并后本事项不再单独整改，正在办理的环节从待办中撤下；此操作不能撤回。</p>
        </>
      }
      fields={
        <>
          <p className="soft">
            事项{item.no}：{item.title}
          </p>
          <Labelled
            id="merge-target"
            label="并入的事项"
            fault={move.faults.mergedInto}
            hint="输入案号、标题、单位或地址查找；只列出您能查看的在办事项。"
          >
            {(labelling) => (
              <Select<string, { value: string; label: string; target: Target }>
                {...labelling}
                autoFocus
                showSearch={{
                  filterOption: false,
                  onSearch: (text) => {
                    clearTimeout(rest.current);
                    rest.current = setTimeout(() => setQ(text), REST_MS);
                  },
                }}
                placeholder="查找事项"
                loading={found.isFetching}
                status={move.faults.mergedInto ? 'error' : ''}
                value={chosen?.itemId ?? null}
                labelRender={() => (chosen ? `${nameOf(chosen)} ${chosen.title}` : '')}
                options={targets.map((target) => ({
                  value: target.itemId,
                  label: `${nameOf(target)} ${target.title}`,
                  target,
                }))}
                optionRender={({ data }) => (
                  <span className="item-option">
                    <span>
                      <span className="num">{nameOf(data.target)}</span> {data.target.title}
                    </span>
                    <span className="soft">{data.target.caseTitle}</span>
                  </span>
                )}
                notFoundContent={
                  found.isFetching ? '正在查找…' : (found.error?.title ?? '没有找到可以并入的在办事项')
                }
                onChange={(_, option) => {
                  setChosen(Array.isArray(option) ? null : (option?.target ?? null));
                  setQ('');
                }}
              />
            )}
          </Labelled>
        </>
      }
    />
  );
}
