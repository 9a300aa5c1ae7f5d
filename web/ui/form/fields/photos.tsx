import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { clockOffsetMs } from '../../clock.ts';
import { size } from '../../format.ts';
import type { FieldProps } from '../bridge.ts';
import { named } from '../bridge.ts';
import { PickButton } from './pick-button.tsx';
import { GoingList } from './going-list.tsx';
import { refusedByName } from './kinds.ts';
import { PhotoCard, photosOf } from './photo-card.tsx';
import type { Photo } from './photo-card.tsx';
import { PhotoReason } from './photo-reason.tsx';
import { locate } from './position.ts';
import { useUploads } from './uploads.ts';

const MOST = 9;
const BIGGEST = 10 * 1024 * 1024;

/**
 * Only a picture taken now was taken here; one from the album has its place in the file or nowhere. The file's time is
 * the device's; it is read on the installation's clock, from which a wrong or a demo clock differs.
 */
async function extras(file: File, camera: boolean): Promise<Record<string, string>> {
  const taken = { wanted: 'picture', takenAt: new Date(file.lastModified + clockOffsetMs()).toISOString() };
  if (!camera) return taken;
  try {
    const { lat, lng, accuracy } = await locate();
    return { ...taken, lat: String(lat), lng: String(lng), accuracy: String(accuracy) };
  } catch {
    return taken;
  }
}

/** 照片: camera or album, sent at once with progress; time and place stay with each picture. */
export function Photos({ value, onChange, readonly, disabled, domId, field }: FieldProps): ReactNode {
  const photos = photosOf(value);
  const latest = useRef(photos);
  latest.current = photos;
  const [said, setSaid] = useState('');
  const set = (next: Photo[]): void => {
    latest.current = next;
    onChange({ value: next });
  };
  const { going, send, forget } = useUploads({ domId, field }, (stored) => {
    if (latest.current.some((p) => p.sha256 === stored.sha256)) return setSaid('这张照片已经在了');
    const place =
      stored.place && typeof stored.place.lat === 'number' && typeof stored.place.lng === 'number'
        ? {
            lat: stored.place.lat,
            lng: stored.place.lng,
            ...(stored.place.address ? { address: stored.place.address } : {}),
          }
        : undefined;
    if (stored.notes.length > 0) setSaid(stored.notes.join('；'));
    set([
      ...latest.current,
      {
        sha256: stored.sha256,
        name: stored.name.slice(0, 200),
        ...(stored.takenAt ? { takenAt: stored.takenAt } : {}),
        ...(stored.timeFrom ? { timeFrom: stored.timeFrom } : {}),
        ...(place ? { place } : {}),
        ...(stored.placeFrom ? { placeFrom: stored.placeFrom } : {}),
      },
    ]);
  });
  const most = Math.min(field.properties?.maxItems ?? MOST, MOST);
  const add = (files: FileList | null, camera: boolean): void => {
    setSaid('');
    for (const file of [...(files ?? [])].slice(0, most - latest.current.length - going.length)) {
      const refused = refusedByName(file.name, 'picture');
      if (refused) setSaid(`${file.name} 没有上传：${refused}`);
      else if (file.size > BIGGEST) setSaid(`${file.name} 超过 ${size(BIGGEST)}，没有上传`);
      else send(file, () => extras(file, camera));
    }
  };
  if (readonly || disabled) {
    if (photos.length === 0) return <p className="bh-value soft">没有照片</p>;
    return (
      <div className="bh-photos">
        {photos.map((p) => (
          <PhotoCard key={p.sha256} photo={p} />
        ))}
      </div>
    );
  }
  const proves = field.properties?.evidence !== 'other';
  const room = photos.length + going.length < most;
  return (
    <div className="bh-photo-field">
      {photos.length > 0 ? (
        <div className="bh-photos">
          {photos.map((p, index) => (
            <PhotoCard key={p.sha256} photo={p}>
              <PhotoReason
                photo={p}
                index={index}
                needed={proves}
                onChange={(placeReason) =>
                  set(latest.current.map((x) => (x.sha256 === p.sha256 ? { ...x, placeReason } : x)))
                }
              />
              <Button
                size="small"
                onClick={() => set(latest.current.filter((x) => x.sha256 !== p.sha256))}
                aria-label={`移除第 ${index + 1} 张照片`}
              >
                移除
              </Button>
            </PhotoCard>
          ))}
        </div>
      ) : null}
      <GoingList going={going} forget={forget} />
      {room ? (
        <div className="row">
          <PickButton
            id={domId}
            label="拍照"
            name={named(field, '拍照')}
            camera
            onPick={(files) => add(files, true)}
          />
          <PickButton
            id={`${domId}-album`}
            label="选择图片"
            name={named(field, '选择图片')}
            onPick={(files) => add(files, false)}
          />
          <span className="soft num">
            {photos.length}/{most} 张
          </span>
        </div>
      ) : (
        <p className="soft">已到 {most} 张上限</p>
      )}
      {said ? (
        <p className="bh-said" role="alert">
          {said}
        </p>
      ) : null}
    </div>
  );
}
