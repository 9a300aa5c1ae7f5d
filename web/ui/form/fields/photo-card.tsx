import type { ReactNode } from 'react';
import { at, placeText } from '../../format.ts';

/** One picture as the form holds it. */
export interface Photo {
  sha256: string;
  name?: string;
  takenAt?: string;
  place?: { lat: number; lng: number; address?: string };
  placeReason?: string;
}

/** The pictures in a form value; anything else in it is left out. */
export function photosOf(value: unknown): Photo[] {
  return Array.isArray(value) ? (value as Photo[]).filter((p) => typeof p?.sha256 === 'string') : [];
}

/** A picture with when and where it was taken; opens large in a new tab. */
export function PhotoCard({ photo, children }: { photo: Photo; children?: ReactNode }): ReactNode {
  const href = `/api/files/${photo.sha256}?inline=1`;
  const where = placeText(photo.place);
  return (
    <figure className="bh-photo">
      <a href={href} target="_blank" rel="noreferrer">
        <img
          src={href}
          alt={`照片 ${photo.name ?? ''} ${photo.takenAt ? at(photo.takenAt) : ''}`}
          loading="lazy"
        />
      </a>
      <figcaption>
        <span className="num">{photo.takenAt ? at(photo.takenAt) : '拍摄时间不详'}</span>
        <span>{where || photo.placeReason || '没有定位'}</span>
        {children}
      </figcaption>
    </figure>
  );
}
