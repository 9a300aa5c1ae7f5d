import { expect, test } from '@jest/globals';
import { docNumber } from './doc-number.ts';

test.each([
  '杨应急现决〔2026〕7号',
  '杨应急现决[2026]7号',
  '杨应急现决［２０２６］７号',
  '杨应急现决【2026】第7号',
  '杨应急现决字（2026）第007号',
  ' 杨应急现决 〔2026〕 7 号 ',
  '杨应急现决﹝2026﹞7号',
])('%s is number 7 of its series and year', (typed) => {
  expect(docNumber(typed)).toEqual({
    number: '杨应急现决〔2026〕7号',
    series: '杨应急现决',
    year: 2026,
    no: 7,
  });
});

test.each([
  '',
  '7号',
  '杨应急现决2026年7号',
  '杨应急现决〔2026〕0号',
  '杨应急现决〔26〕7号',
  '杨应急现决〔2026〕7号及8号',
  '〔2026〕7号',
])('“%s” is no number', (typed) => {
  expect(docNumber(typed)).toBeNull();
});
