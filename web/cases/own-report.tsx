import type { ReactNode } from 'react';
import { at } from '../ui/format.ts';
import type { CaseDetail } from '../ui/types.ts';

/** For who reported the matter himself: what he sent, and what he was answered. */
export function OwnReport({ of }: { of: CaseDetail }): ReactNode {
  if (!of.report) return null;
  const { rows, answers } = of.report;
  return (
    <>
      <section className="card part">
        <h2>我上报的内容</h2>
        <div className="card-body stack">
          <p className="soft">
            <span className="num">{at(of.report.at)}</span> 上报。您的姓名和账号加密单独保存，办理单位看不到。
          </p>
          <dl className="facts">
            {rows
              .filter(({ value }) => value)
              .map(({ label, value }) => (
                <div key={label} style={{ display: 'contents' }}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
          {rows
            .filter(({ pictures }) => pictures.length > 0)
            .map(({ label, pictures }) => (
              <p key={label}>
                {label}：
                {pictures.map((sha, i) => (
                  <a key={sha} href={`/api/files/${sha}?inline=1`} target="_blank" rel="noreferrer">
                    {`第${i + 1}张 `}
                  </a>
                ))}
              </p>
            ))}
        </div>
      </section>
      <section className="card part">
        <h2>给我的答复</h2>
        <div className="card-body">
          {answers.length === 0 ? (
            <p className="soft">还没有答复。办结后在这里告诉您结果。</p>
          ) : (
            answers.map((answer) => (
              <p key={answer.at}>
                <span className="soft num">{at(answer.at)}</span> {answer.content}
              </p>
            ))
          )}
        </div>
      </section>
    </>
  );
}
