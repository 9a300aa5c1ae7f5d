/**
 * What cannot both be true of a picture. `time`, `place`: what somebody said and what the file or its upload says.
 * `early`: what the form says it shows (the state after rectification, or at an inspection) and when it was taken.
 */
export type Contradiction = 'time' | 'place' | 'early';

/** A picture as forms and table `evidence` hold it, as far as something is to be said of it. */
export interface MarkedPicture {
  stated?: { takenAt?: string; place?: { lat?: number; lng?: number; address?: string } } | null;
  contradicts?: readonly string[];
  placeReason?: string | null;
  /** Who gave the reason later (补正). */
  reasonByName?: string | null;
  resembles?: { name: string } | null;
}

/** One thing that is said of a picture; `wrong`: somebody should look at it. */
export interface Mark {
  text: string;
  wrong: boolean;
}

/**
 * What stands beside a picture wherever it is shown or listed: what somebody typed about its time and place, what of it
 * contradicts the picture, why, and which other picture it is much like. `at` writes an instant in the reader's way.
 * Nothing for a picture of which nobody said anything.
 */
export function marksOf(picture: MarkedPicture, at: (iso: string) => string): Mark[] {
  const reason = picture.placeReason?.trim() ?? '';
  const contradicts = contradictionWords(picture.contradicts ?? []);
  return [
    ...statementsOf(picture, at).map(said),
    ...contradicts.map(wrong),
    ...(reason
      ? [said(`说明：${reason}${picture.reasonByName ? `（${picture.reasonByName}补正）` : ''}`)]
      : []),
    ...(reason === '' && contradicts.length > 0 ? [wrong('没有写明原因')] : []),
    ...(picture.resembles ? [wrong(`与整改前照片“${picture.resembles.name}”高度相似，请核对`)] : []),
  ];
}

const said = (text: string): Mark => ({ text, wrong: false });
const wrong = (text: string): Mark => ({ text, wrong: true });

/** Time and place as somebody stated them otherwise than the file knows. */
export function statementsOf({ stated }: MarkedPicture, at: (iso: string) => string): string[] {
  const { takenAt, place } = stated ?? {};
  return [
    ...(takenAt ? [`另称拍摄于${at(takenAt)}`] : []),
    ...(place ? [`另称地点为${place.address ?? `${place.lat}，${place.lng}`}`] : []),
  ];
}

/** The contradictions of a picture, each in a clause. */
export const contradictionWords = (kinds: readonly string[]): string[] => [
  ...(kinds.some((kind) => kind !== 'early') ? ['说明与照片信息不一致'] : []),
  ...(kinds.includes('early') ? ['拍摄时间早于所办环节'] : []),
];
