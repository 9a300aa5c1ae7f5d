import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { contradictionWords } from '../../../../core/file/marks.ts';
import type { Photo } from './photo-card.tsx';

/**
 * The words beside a picture whose place nobody knows, or that contradicts what is said of it: asked for where it is given,
 * so that nobody is sent back for it later. Beside any other they can be given.
 */
export function PhotoReason({
  photo,
  index,
  needed,
  onChange,
}: {
  photo: Photo;
  index: number;
  needed: boolean;
  onChange: (reason: string) => void;
}): ReactNode {
  const differs = contradictionWords(photo.contradicts ?? []);
  // What was there when the form was opened is shown; after that it is the person's to fold.
  const [unfolded] = useState(Boolean(photo.placeReason));
  const input = (about: string, status: 'error' | '', placeholder: string): ReactNode => (
    <Input.TextArea
      autoSize={{ minRows: 2, maxRows: 4 }}
      aria-label={`第 ${index + 1} 张照片的${about}`}
      placeholder={placeholder}
      maxLength={200}
      status={status}
      value={photo.placeReason ?? ''}
      onChange={(event) => onChange(event.target.value)}
    />
  );
  // Whoever hands in a true picture of another day or place can say so now, before he is asked.
  if (photo.place && differs.length === 0)
    return (
      <details className="bh-photo-reason" open={unfolded}>
        <summary>补充说明（选填）</summary>
        {input('补充说明', '', '例如：先期到场时拍摄，早于派单')}
      </details>
    );
  const asks =
    differs.length > 0 ? `${differs.join('、')}，请写明原因` : '没有定位，请写明拍摄地点或没有定位的原因';
  const missing = needed && !photo.placeReason?.trim();
  return (
    <label className="bh-photo-reason">
      <span>
        {asks}
        {needed ? '（必填）' : ''}
      </span>
      {input('地点说明', missing ? 'error' : '', '例如：二号车间一层配电间；地下室没有信号')}
    </label>
  );
}
