import { hazardDispatch } from '../hazard-dispatch/play.ts';
import type { Story } from '../play.ts';
import texts from './hazard-texts.json' with { type: 'json' };

/** What the stories of one folder share where a sample says nothing else. */
const COMMON = {
  way: 'by-hand',
  ticketKind: '求助投诉',
  handling: 'order',
  article: '安全生产法 art.41',
  rectifyDays: 15,
  answer: '您反映的情况属实，责任单位已整改到位，经复查合格。感谢您的监督。',
};
const INVENTED = {
  site: '演示',
  title: '示范案件',
  address: null,
  note: '为演示虚构；标有公开案例编号的，事实取自该案例',
};

/** A story of the sample by its name; the published ones by their number. */
export function story(name: string): Story {
  const shipped = hazardDispatch.stories.find(({ id }) => id === name);
  if (shipped !== undefined) return shipped;
  const text = (texts as Record<string, { title: string }>)[name];
  if (text === undefined) throw new RangeError(`no story ${name}`);
  return {
    id: name,
    title: text.title,
    source: INVENTED,
    facts: {},
    played: { invented: INVENTED.note, ...COMMON, ...text },
  };
}
