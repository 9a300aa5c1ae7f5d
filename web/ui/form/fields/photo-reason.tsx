import { Input } from 'antd';
import type { ReactNode } from 'react';
import type { Photo } from './photo-card.tsx';

/**
 * The words beside a picture whose place nobody knows, or of which something else was said: asked for where it is given, so
 * that nobody is sent back for it later.
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
  const differs = (photo.contradicts ?? []).length > 0;
  if (photo.place && !differs) return null;
  const asks = differs ? '说明与照片信息不一致，请写明原因' : '没有定位，请写明拍摄地点或没有定位的原因';
  const missing = needed && !photo.placeReason?.trim();
  return (
    <label className="bh-photo-reason">
      <span>
        {asks}
        {needed ? '（必填）' : ''}
      </span>
      <Input.TextArea
        autoSize={{ minRows: 2, maxRows: 4 }}
        aria-label={`第 ${index + 1} 张照片的地点说明`}
        placeholder="例如：二号车间一层配电间；地下室没有信号"
        maxLength={200}
        status={missing ? 'error' : ''}
        value={photo.placeReason ?? ''}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
