import type { ReactNode } from 'react';
import type { FieldProps } from '../bridge.ts';
import { PhotoCard, photosOf } from './photo-card.tsx';

interface Pair {
  no?: number | string;
  title?: string;
  before?: unknown;
  after?: unknown;
}

function Side({ word, value }: { word: string; value: unknown }): ReactNode {
  const photos = photosOf(Array.isArray(value) ? value : value ? [value] : []);
  return (
    <div>
      <h4>{word}</h4>
      {photos.length > 0 ? (
        <div className="bh-photos">
          {photos.map((p) => (
            <PhotoCard key={p.sha256} photo={p} />
          ))}
        </div>
      ) : (
        <p className="bh-missing">缺少{word}照片</p>
      )}
    </div>
  );
}

/** 前后对比证据, read only: before and after side by side for each item. */
export function EvidencePairs({ value }: FieldProps): ReactNode {
  const pairs = Array.isArray(value) ? (value as Pair[]) : [];
  if (pairs.length === 0) return <p className="bh-value soft">没有可对比的证据</p>;
  return (
    <div className="bh-pairs">
      {pairs.map((pair, index) => (
        <section key={index}>
          <h3>
            {pair.no ?? index + 1}. {pair.title ?? ''}
          </h3>
          <div className="bh-pair">
            <Side word="整改前" value={pair.before} />
            <Side word="整改后" value={pair.after} />
          </div>
        </section>
      ))}
    </div>
  );
}
