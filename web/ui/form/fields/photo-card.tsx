import type { ReactNode } from 'react';
import { marksOf, type Contradiction } from '../../../../core/file/marks.ts';
import { at, placeText } from '../../format.ts';
import { FROM_WORDS, type PlaceFrom, type TimeFrom } from './kinds.ts';

/** One picture as the form holds it. */
export interface Photo {
  sha256: string;
  name?: string;
  takenAt?: string;
  place?: { lat: number; lng: number; address?: string };
  placeReason?: string;
  timeFrom?: TimeFrom;
  placeFrom?: PlaceFrom;
  stated?: { takenAt?: string; place?: { lat: number; lng: number; address?: string } };
  contradicts?: Contradiction[];
  resembles?: { sha256: string; name: string };
}

/** Where a time or a place comes from, in small letters behind it. */
function From({ of }: { of: TimeFrom | undefined }): ReactNode {
  return of ? <span className="soft"> {FROM_WORDS[of]}</span> : null;
}

/** The pictures in a form value; anything else in it is left out. */
export function photosOf(value: unknown): Photo[] {
  return Array.isArray(value) ? (value as Photo[]).filter((p) => typeof p?.sha256 === 'string') : [];
}

/** A picture with when and where it was taken; opens large in a new tab. */
export function PhotoCard({ photo, children }: { photo: Photo; children?: ReactNode }): ReactNode {
  const fixed = children === undefined;
  const href = `/api/files/${photo.sha256}?inline=1`;
  const where = placeText(photo.place);
  return (
    <figure className={children && !where ? 'bh-photo bh-photo-wide' : 'bh-photo'}>
      <a href={href} target="_blank" rel="noreferrer">
        <img
          src={href}
          alt={`照片 ${photo.name ?? ''} ${photo.takenAt ? at(photo.takenAt) : ''}`}
          loading="lazy"
        />
      </a>
      <figcaption>
        <span className="num">
          {photo.takenAt ? at(photo.takenAt) : '拍摄时间不详'}
          <From of={photo.timeFrom} />
        </span>
        <span>
          {where || '没有定位'}
          <From of={where ? photo.placeFrom : undefined} />
        </span>
        {/* Where it can still be changed, the reason stands in its own field below. */}
        {marksOf(photo, at).map(({ text, wrong }) =>
          fixed || wrong ? (
            <span key={text} className={wrong ? 'bh-differs' : undefined}>
              {text}
            </span>
          ) : null,
        )}
        {children}
      </figcaption>
    </figure>
  );
}
