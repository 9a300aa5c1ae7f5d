/** An element of an XML text: where it stands and what encloses it. Offsets are those of the string. */
export interface XmlElement {
  name: string;
  /** Name without prefix. */
  local: string;
  attributes: Record<string, string>;
  depth: number;
  start: number;
  end: number;
  /** Where the end tag begins; equal to `end` for an empty element. */
  close: number;
}

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;

/**
 * Lists the elements of a well-formed XML text down to `maxDepth` (root = 0). The text itself is never rebuilt from
 * it: what is not to be changed stays as the author wrote it, comments and spacing included.
 */
export function scanXml(xml: string, maxDepth: number): XmlElement[] {
  const found: XmlElement[] = [];
  const stack: XmlElement[] = [];
  for (const token of xml.matchAll(TOKEN)) {
    const [text, slash, name, attributes, empty] = token;
    if (!name) continue;
    const at = token.index;
    if (slash) {
      const element = stack.pop();
      if (element) [element.close, element.end] = [at, at + text.length];
      continue;
    }
    const end = at + text.length;
    const local = name.slice(name.indexOf(':') + 1);
    const element = {
      name,
      local,
      attributes: parse(attributes!),
      depth: stack.length,
      start: at,
      end,
      close: end,
    };
    if (element.depth <= maxDepth) found.push(element);
    if (!empty) stack.push(element);
  }
  return found;
}

function parse(text: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [, name, double, single] of text.matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    out[name!] = double ?? single ?? '';
  return out;
}

/** A replacement of one stretch of a text. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Applies edits that do not overlap. */
export function applyEdits(text: string, edits: Edit[]): string {
  let out = text;
  for (const e of [...edits].sort((a, b) => b.start - a.start || b.end - a.end))
    out = out.slice(0, e.start) + e.text + out.slice(e.end);
  return out;
}

/** Text for use inside of an attribute in double quotes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);
}
