import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { jobTypes } from '../../workers/discover.ts';
import { shippedContext } from './context.ts';

/** A product folder with just these files. */
function home(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'gate-'));
  for (const [path, text] of Object.entries({
    'migrations/data/legal-clocks.csv': 'key,value\nhazard.take,1\n',
    ...files,
  })) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
const form = (id: string, components: object[] = []): string =>
  JSON.stringify({ type: 'default', id, schemaVersion: 19, components });

describe('shippedContext', () => {
  test('takes job types from the same files the worker host loads', () => {
    expect([...shippedContext().jobTypes].sort()).toEqual(jobTypes());
  });

  test('leaves out what is no verb', () => {
    const root = home({
      'workers/host.ts': '',
      'workers/clock/open.ts': '',
      'workers/clock/open.test.ts': '',
      'workers/background/outbox.ts': '',
    });
    expect([...shippedContext({ home: root }).jobTypes]).toEqual(['clock.open']);
  });

  test('knows processes, their user tasks, forms and clocks', () => {
    const root = home({
      'processes/a/a.bpmn':
        '<bpmn:userTask name="查" id="recheck"/><userTask id="plain"/><bpmn:serviceTask id="no"/>',
      'processes/a/forms/a.take.form': form('a.take'),
    });
    const { processIds, helperTasks, formIds, formProblems, clockKeys } = shippedContext({ home: root });
    expect([...processIds]).toEqual(['a']);
    expect([...(helperTasks ?? [])]).toEqual(['recheck', 'plain']);
    expect([...formIds]).toEqual(['a.take']);
    expect(formProblems?.size).toBe(0);
    expect([...clockKeys]).toEqual(['hazard.take']);
  });

  test('says why a form cannot be checked', () => {
    const root = home({
      'processes/a/forms/broken.form': '{',
      'processes/a/forms/renamed.form': form('other'),
      'processes/a/forms/unknown.form': form('unknown', [{ type: 'hologram', key: 'x', id: 'x' }]),
    });
    const problems = shippedContext({ home: root }).formProblems;
    expect([...(problems?.keys() ?? [])].sort()).toEqual(['broken', 'renamed', 'unknown']);
    expect(problems?.get('renamed')).toContain('other');
  });

  test('a diagram outside of the product brings its own forms along', () => {
    const root = home({});
    const beside = home({ 'forms/mine.form': form('mine') });
    expect([...shippedContext({ home: root, beside }).formIds]).toEqual(['mine']);
  });

  test('the legal pack holds every clock key the seventeen processes name', () => {
    expect(shippedContext().clockKeys.size).toBeGreaterThan(100);
  });
});
