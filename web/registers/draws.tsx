import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { at } from '../ui/format.ts';
import { WordLight } from '../ui/light.tsx';
import { useGet, withParams } from '../ui/query.ts';
import { Shown } from '../ui/states.tsx';

interface RepeatedDraw {
  caseNo: string;
  at: string;
  seed: string;
  fields: string[];
  count: number;
  pool: { account: string; name: string; fields: string[] }[];
  recorded: string[];
  repeated: string[];
  same: boolean;
}

/** 抽取重演: enter the recorded seed of a draw, see who comes out of the recorded pool, and that it is who was drawn. */
export default function Draws(): ReactNode {
  const [seed, setSeed] = useState('');
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <details className="card register-draws no-print">
      <summary>专家抽取重演</summary>
      <div className="card-body stack">
        <p className="soft">
          每次抽取都记录种子和当时可抽的专家。对每位专家计算
          SHA-256（种子:账号），由小到大排列，先使每个领域各有一人，再依次补足人数；同一种子永远得到同一结果，任何人可以自己核算。
        </p>
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            setAsked(seed.trim());
          }}
        >
          <label htmlFor="draw-seed">种子</label>
          <Input
            id="draw-seed"
            className="register-note"
            maxLength={200}
            placeholder="留空列出最近的抽取"
            value={seed}
            onChange={(event) => setSeed(event.target.value)}
          />
          <Button htmlType="submit">重演</Button>
        </form>
        {asked === null ? null : <Found seed={asked} />}
      </div>
    </details>
  );
}

function Found({ seed }: { seed: string }): ReactNode {
  const draws = useGet<{ items: RepeatedDraw[] }>(withParams('/expert-draws', { seed }));
  return (
    <Shown of={draws} what="正在重演">
      {({ items }) =>
        items.length === 0 ? (
          <p role="status">没有您可以查看的、用这个种子做的抽取。</p>
        ) : (
          <ul className="register-history">
            {items.map((draw) => (
              <li key={`${draw.caseNo}${draw.seed}`}>
                <strong className="num">{draw.caseNo}</strong> <span className="num soft">{at(draw.at)}</span>{' '}
                {draw.fields.join('、') || '不限领域'}，{draw.count}人 · 种子{' '}
                <span className="mono">{draw.seed}</span>
                <div>
                  当时抽出：{draw.recorded.join('、') || '无人'}；重演抽出：
                  {draw.repeated.join('、') || '无人'}{' '}
                  <WordLight light={draw.same ? 'green' : 'red'} word={draw.same ? '一致' : '不一致'} />
                </div>
                <div className="soft">
                  当时可抽：
                  {draw.pool
                    .map(({ name, account, fields }) => `${name}（${account}，${fields.join('、')}）`)
                    .join('；')}
                </div>
              </li>
            ))}
          </ul>
        )
      }
    </Shown>
  );
}
