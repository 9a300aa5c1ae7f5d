/** Something wrong in a form, as its summary names it. */
export interface Fault {
  text: string;
  /** Put the eyes and the keys there. */
  show: () => void;
}

interface Row {
  /** The element of all rows of the list. */
  list: Element;
  row: Element;
}

interface Wrong {
  field: HTMLElement;
  label: string;
  message: string;
  at: Row | null;
}

/** As form-js says it of an empty field (translate.ts). */
const EMPTY = '必填';
const CHOICES = '.fjs-form-field-radio,.fjs-form-field-select,.fjs-form-field-checklist';
const CONTROL = 'input:not([type="hidden"]),textarea,select,button,[tabindex]';
const FOOTER = '.fjs-repeat-render-footer';
/** form-js draws a list anew within this time. */
const DRAWN_MS = 40;
const PATIENCE_MS = 3_000;

/** When the page shows what a check found: a long form is drawn a good while after it. Gives up after some seconds. */
export async function whenShown(container: HTMLElement): Promise<void> {
  let before = 0;
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, DRAWN_MS));
    const count = container.querySelectorAll('.fjs-has-errors').length;
    if (count > 0 && count === before) return;
    before = count;
  }
}

/** What the page shows as wrong, in reading order; the same fault in several rows of a list is one. */
export function faultsIn(container: HTMLElement): Fault[] {
  const lists: Element[] = [];
  const groups = new Map<string, [Wrong, ...Wrong[]]>();
  for (const [index, wrong] of wrongIn(container).entries()) {
    if (wrong.at && !lists.includes(wrong.at.list)) lists.push(wrong.at.list);
    const place = wrong.at ? `list ${lists.indexOf(wrong.at.list)}` : `field ${index}`;
    const key = `${place}|${wrong.label}|${wrong.message}`;
    const same = groups.get(key);
    if (same) same.push(wrong);
    else groups.set(key, [wrong]);
  }
  return [...groups.values()].map((same) => ({ text: textOf(same), show: () => show(same[0]) }));
}

/** Show the first thing that is wrong; false where nothing on the page is. */
export function showFirstFault(container: HTMLElement): boolean {
  const [first] = wrongIn(container);
  if (first !== undefined) show(first);
  return first !== undefined;
}

function wrongIn(container: HTMLElement): Wrong[] {
  return [...container.querySelectorAll<HTMLElement>('.fjs-has-errors')]
    .filter((field) => field.querySelector('.fjs-has-errors') === null)
    .map((field) => {
      const label = wordsOf(field.querySelector('.fjs-form-field-label')).replace(/\s*\*\s*$/, '');
      return { field, label, message: messageOf(field, label), at: rowOf(field, container) };
    });
}

/** All that is said of a field, without its name: that stands before it already. */
function messageOf(field: HTMLElement, label: string): string {
  const said = field.querySelector('.fjs-form-field-error');
  const parts = [...(said?.querySelectorAll('li') ?? [])];
  return (parts.length > 0 ? parts : [said])
    .map((part) => withoutName(wordsOf(part).replace(/。$/, ''), label))
    .join('；');
}

/** “描述”含有…, 整改后照片第 1 张…: the server's sentences name the field where they stand alone. */
export function withoutName(message: string, label: string): string {
  const named = [`“${label}”：`, `“${label}”`, label].find(
    (name) => label !== '' && message.startsWith(name) && message.length > name.length,
  );
  return named === undefined ? message : message.slice(named.length).trimStart();
}

const wordsOf = (node: Element | null): string => node?.textContent?.trim() ?? '';

/** The row of a list that the field stands in: form-js puts a foot under the rows of every list. */
function rowOf(field: Element, container: Element): Row | null {
  for (let row = field; row.parentElement && row !== container; row = row.parentElement) {
    const list = row.parentElement;
    if (list.nextElementSibling?.matches(FOOTER)) return { list, row };
  }
  return null;
}

function textOf(same: [Wrong, ...Wrong[]]): string {
  const [{ field, label, message, at }] = same;
  if (same.length > 1) {
    const unfilled = field.matches(CHOICES) ? '未选' : '未填';
    return message === EMPTY
      ? `${label}：还有 ${same.length} 项${unfilled}`
      : `${label}：${same.length} 项${message}`;
  }
  const row = at ? `（第 ${[...at.list.children].indexOf(at.row) + 1} 项）` : '';
  return `${label}${row}：${message}`;
}

/** Unfold what hides the field, bring it into the middle of the screen, and put the focus into it. */
function show({ field, at }: Wrong): void {
  if (!at?.row.matches('.fjs-repeat-row-collapsed')) return focusOn(field);
  at.list.nextElementSibling?.querySelector<HTMLElement>('.fjs-repeat-render-collapse')?.click();
  setTimeout(() => focusOn(field), DRAWN_MS);
}

function focusOn(field: HTMLElement): void {
  field.scrollIntoView({ block: 'center' });
  field.querySelector<HTMLElement>(CONTROL)?.focus({ preventScroll: true });
}
