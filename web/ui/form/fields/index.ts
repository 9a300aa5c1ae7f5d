import type { ComponentType } from 'react';
import type { FieldProps } from '../bridge.ts';
import { SelectOne } from './choice.tsx';
import { DateTime } from './date-time.tsx';
import { EvidencePairs } from './evidence-pairs.tsx';
import { Files } from './files.tsx';
import { Location } from './location.tsx';
import { Money } from './money.tsx';
import { NumberField } from './number.tsx';
import { Photos } from './photos.tsx';
import { Article, Firm, Person, Unit } from './pickers.tsx';
import { Signature } from './signature.tsx';
import { Spelled } from './spelled.tsx';

/** The React control of each of our field types. */
export const FIELDS: Record<string, ComponentType<FieldProps> | undefined> = {
  photos: Photos,
  files: Files,
  signature: Signature,
  location: Location,
  unit: Unit,
  person: Person,
  firm: Firm,
  article: Article,
  money: Money,
  evidencePairs: EvidencePairs,
  datetime: DateTime,
  select: SelectOne,
  quantity: NumberField,
  spelled: Spelled,
};
