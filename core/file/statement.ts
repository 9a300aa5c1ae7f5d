import { CLOCK_SKEW_MS } from './instant.ts';
import type { UploadFacts } from './facts.ts';
import { distanceMetres } from '../rules/limits.ts';

type Values = Record<string, unknown>;

interface Place {
  lat: number;
  lng: number;
  address?: string;
}

/** What a person said of a picture otherwise than its upload knows. */
export interface Stated {
  takenAt?: string;
  place?: Place;
}

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Place).lat === 'number' &&
  typeof (value as Place).lng === 'number';

/**
 * A picture as a form holds it, with the facts of its upload in the places of time and place. What was sent there and is
 * something else becomes `stated`; `contradicts` names what cannot both be true: a time more than minutes off, a place
 * farther off than `metres`. A statement where nothing is known contradicts nothing.
 */
export function withFacts(photo: Values, facts: UploadFacts, metres: number): Values {
  const stated = statedOf(photo, facts, metres);
  const contradicts = [
    ...(timeContradicts(stated.takenAt, facts) ? ['time'] : []),
    ...(stated.place && facts.place && apart(stated.place, facts.place) > metres ? ['place'] : []),
  ];
  return {
    sha256: facts.sha256,
    name: nameOf(photo.name, facts),
    ...(facts.takenAt ? { takenAt: facts.takenAt.toISOString(), timeFrom: facts.timeFrom } : {}),
    ...(facts.place ? { place: facts.place, placeFrom: facts.placeFrom } : {}),
    ...(photo.placeReason === undefined ? {} : { placeReason: photo.placeReason }),
    ...(Object.keys(stated).length > 0 ? { stated } : {}),
    ...(contradicts.length > 0 ? { contradicts } : {}),
  };
}

/** The uploader's own name; one the form gives is taken only if it is one of his. */
export const nameOf = (given: unknown, { names }: Pick<UploadFacts, 'names'>): string =>
  names.includes(String(given)) ? String(given) : (names[0] ?? '附件');

/** What was sent in the places of the facts and differs from them, else what had been stated before. */
function statedOf(photo: Values, facts: UploadFacts, metres: number): Stated {
  const before = (photo.stated ?? {}) as Stated;
  const takenAt = differs(photo.takenAt, facts) ? (photo.takenAt as string) : before.takenAt;
  const elsewhere =
    isPlace(photo.place) && (facts.place === null || apart(photo.place, facts.place) > metres);
  const place = elsewhere ? (photo.place as Place) : before.place;
  return {
    ...(typeof takenAt === 'string' ? { takenAt } : {}),
    ...(isPlace(place) ? { place } : {}),
  };
}

const differs = (sent: unknown, { takenAt }: UploadFacts): boolean =>
  typeof sent === 'string' &&
  !Number.isNaN(Date.parse(sent)) &&
  (takenAt === null || Math.abs(Date.parse(sent) - takenAt.getTime()) > CLOCK_SKEW_MS);

/** A picture can be older than its upload, where nothing else is known of it; it cannot be younger. */
function timeContradicts(stated: string | undefined, { takenAt, timeFrom }: UploadFacts): boolean {
  if (stated === undefined || takenAt === null) return false;
  const ahead = Date.parse(stated) - takenAt.getTime();
  return timeFrom === 'received' ? ahead > CLOCK_SKEW_MS : Math.abs(ahead) > CLOCK_SKEW_MS;
}

const apart = (a: Place, b: Place): number =>
  distanceMetres({ latitude: a.lat, longitude: a.lng }, { latitude: b.lat, longitude: b.lng });
