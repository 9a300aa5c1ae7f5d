import type { FormComponent } from './types.ts';

/**
 * Why a component that only shows something may not stand in a form. form-js renders `text` as Markdown with HTML in it and
 * loads its pictures; a form comes from people, so only words, lists and emphasis are let through.
 */
export function layoutReasons(component: FormComponent): string[] {
  const { label, description, text } = component as { label?: string; description?: string; text?: string };
  const reasons: string[] = [];
  for (const [name, value] of Object.entries({ label, description, text }))
    if (/^\s*=|\{\{/.test(value ?? '')) reasons.push(`${name} 不能是表达式`);
  if (/<[a-z!/?]/i.test(text ?? ''))
    reasons.push('说明文字不能含 HTML 标记，请用文字或 Markdown 的列表、强调');
  // Also links that are named elsewhere: [x][y] with [y]: address.
  if (/\]\s*[([:]|https?:|javascript:|data:/i.test(text ?? '')) reasons.push('说明文字不能含链接和图片');
  return reasons;
}
