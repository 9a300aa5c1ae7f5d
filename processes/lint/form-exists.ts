import { extension, is } from './support/elements.ts';
import type { DiagramElement, GateContext, Reporter, RuleFactory } from './support/types.ts';

/**
 * Every user task asks with a form that exists and that the server can check; start forms likewise. The form is
 * named by `formKey`: `formId` and embedded forms would be looked up in the broker, where ours are not.
 */
const rule: RuleFactory = (context) => ({
  check(element, reporter) {
    checkNamed(element, context, reporter);
    if (!is(element, 'bpmn:UserTask', 'bpmn:StartEvent')) return;
    const form = extension(element, 'zeebe:FormDefinition');
    const id = element.id ?? '';
    if (form?.formId || form?.externalReference)
      reporter.report(id, '表单请用 formKey 指定，不要用 formId 或外部引用');
    else if (form?.formKey) checkForm(id, form.formKey, context, reporter);
    else if (is(element, 'bpmn:UserTask')) reporter.report(id, '用户任务没有表单；请用 formKey 指定一个');
  },
});

export default rule;

function checkForm(id: string, form: string, context: GateContext, reporter: Reporter): void {
  const problem = context.formProblems?.get(form);
  if (form.startsWith('camunda-forms:'))
    reporter.report(id, '不能用嵌入的表单；请把表单存为文件，用 formKey 指定');
  else if (!context.formIds.has(form)) reporter.report(id, `没有表单“${form}”；请检查拼写，或先建这个表单`);
  else if (problem) reporter.report(id, `表单“${form}”不能由服务器核对：${problem}`);
}

/**
 * The process property `startForm` names the form with which a case is opened by hand, the property `form` of a catch
 * event the form of a message that people send.
 */
function checkNamed(element: DiagramElement, context: GateContext, reporter: Reporter): void {
  const properties: DiagramElement[] = extension(element, 'zeebe:Properties')?.properties ?? [];
  const wanted = is(element, 'bpmn:Process') ? 'startForm' : 'form';
  const form = properties.find(({ name }) => name === wanted)?.value;
  if (form) checkForm(element.id ?? '', form, context, reporter);
}
