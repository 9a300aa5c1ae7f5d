import { describe, expect, test } from '@jest/globals';
import rule from './message-complete.ts';
import { diagram, headers, inputs, message, messageDefinition, start, throws } from './support/snippets.ts';
import { accused, reports } from './support/verify.ts';

const sends = headers({ message: 'talk.trigger', ttl: 'P7D' }) + inputs({ messageKey: '=triggerId' });

describe('message-complete', () => {
  test('a message with name and key passes', async () => {
    expect(await accused(rule, diagram(throws('t', sends)))).toEqual([]);
  });

  test('a thrown message without name or key is named', async () => {
    expect(
      await accused(
        rule,
        diagram(throws('t', headers({ ttl: 'P7D' }) + inputs({ messageKey: '=triggerId' }))),
      ),
    ).toEqual(['t']);
    expect(
      await accused(rule, diagram(throws('t', headers({ message: 'talk.trigger', ttl: 'P7D' })))),
    ).toEqual(['t']);
  });

  test('where the list of messages is given, a name not on it is named, thrown or caught', async () => {
    const body = throws('t', sends) + start('s', messageDefinition('m'));
    const xml = diagram(body, message('m', 'hazard.tiket'));
    expect(await accused(rule, xml, { messageNames: new Set(['hazard.ticket']) })).toEqual(['t', 's']);
    expect(await accused(rule, xml)).toEqual([]);
  });

  test('a name worked out at run time is refused', async () => {
    expect(await reports(rule, diagram(start('s', messageDefinition('m')), message('m', '=name')))).toEqual([
      expect.stringContaining('表达式'),
    ]);
  });

  test.each(['P7D', 'PT1H', 'P1DT12H', 'PT30M'])('%s is a time to live', async (ttl) => {
    const xml = diagram(
      throws('t', headers({ message: 'talk.trigger', ttl }) + inputs({ messageKey: '=triggerId' })),
    );
    expect(await accused(rule, xml)).toEqual([]);
  });

  test.each(['', 'P0D', 'PT', 'P', '7', '7d', 'P1Y', 'PT1S'])('“%s” is none', async (ttl) => {
    const xml = diagram(
      throws('t', headers({ message: 'talk.trigger', ttl }) + inputs({ messageKey: '=triggerId' })),
    );
    expect(await reports(rule, xml)).toEqual([expect.stringContaining('ttl')]);
  });
});
