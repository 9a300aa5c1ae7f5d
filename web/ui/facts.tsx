import type { ReactNode } from 'react';
import { Fragment } from 'react';
import { plain } from './format.ts';
import type { Fact } from './types.ts';

/** Label and value, line by line. */
export function Facts({ facts }: { facts: Fact[] }): ReactNode {
  if (facts.length === 0) return <p className="soft">没有摘要。</p>;
  return (
    <dl className="facts">
      {facts.map((f, index) => (
        <Fragment key={index}>
          <dt>{f.label}</dt>
          <dd>
            {f.value === null || f.value === '' ? <span className="soft">未填写</span> : plain(f.value)}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
