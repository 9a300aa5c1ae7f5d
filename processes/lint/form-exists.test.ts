import { describe, expect, test } from '@jest/globals';
import rule from './form-exists.ts';
import { diagram, extensions, start, user } from './support/snippets.ts';
import { accused, reports } from './support/verify.ts';

const form = (attributes: string): string => `<zeebe:formDefinition ${attributes}/>`;
const known = {
  formIds: new Set(['hazard.take']),
  formProblems: new Map([['hazard.bad', '字段 x 的类型不认识']]),
};

describe('form-exists', () => {
  test('a form that exists and can be checked passes, on tasks and on start events', async () => {
    const xml = diagram(
      user('a', form('formKey="hazard.take"')) +
        start('s', extensions(form('formKey="hazard.take"'))) +
        start('plain'),
    );
    expect(await accused(rule, xml, known)).toEqual([]);
  });

  test('a missing form, a task without form and a form of another kind are each named', async () => {
    const tasks = [
      user('unknown', form('formKey="hazard.tke"')),
      user('none'),
      user('by-id', form('formId="hazard.take"')),
      user('embedded', form('formKey="camunda-forms:bpmn:x"')),
    ];
    expect(await accused(rule, diagram(tasks.join('')), known)).toEqual([
      'unknown',
      'none',
      'by-id',
      'embedded',
    ]);
  });

  test('a form the server cannot check is named with the reason', async () => {
    const context = { ...known, formIds: new Set(['hazard.bad']) };
    const [said] = await reports(rule, diagram(user('a', form('formKey="hazard.bad"'))), context);
    expect(said).toContain('字段 x 的类型不认识');
  });

  test('the form with which a case is opened by hand exists as well', async () => {
    const property =
      '<zeebe:properties><zeebe:property name="startForm" value="hazard.intake"/></zeebe:properties>';
    expect(await accused(rule, diagram(extensions(property)), known)).toEqual(['p']);
  });
});
