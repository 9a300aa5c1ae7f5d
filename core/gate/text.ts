/** Limits of the upload gate (quality.md, Security). */
export const limits = { bytes: 1024 * 1024, elements: 5000, depth: 64 } as const;

/** Thrown where a file is refused before it is looked at as a diagram; `reason` is Chinese. */
export class Refused extends Error {
  readonly reason: string;
  readonly element: string | undefined;
  constructor(reason: string, element?: string) {
    super(reason);
    this.reason = reason;
    this.element = element;
  }
}

/**
 * Control characters (C0 but tab and line ends, C1), non-characters, and the invisible marks that turn the
 * direction of text around: with them a name can read differently from what it is.
 */
const unprintable =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/u;

/**
 * The bytes of an upload as text. Refuses what is empty, too large, compressed, not UTF-8 or holds control
 * characters. A byte order mark is dropped.
 */
export function readText(bytes: Uint8Array): string {
  if (bytes.byteLength === 0) throw new Refused('文件是空的');
  if (bytes.byteLength > limits.bytes)
    throw new Refused('文件超过 1 MB；流程图不会这么大，请检查是否选错文件');
  const kind = wrongKind(bytes);
  if (kind) throw new Refused(`这是${kind}，不是 BPMN 文件；请先解开或另存为 .bpmn`);
  const text = decode(bytes);
  if (!text.trim()) throw new Refused('文件是空的');
  const found = unprintable.exec(text);
  if (found)
    throw new Refused(`第 ${lineAt(text, found.index)} 行有控制字符（${codePoint(found[0])}）；请删除`);
  if (!text.trimStart().startsWith('<')) throw new Refused('文件不是 XML，不能作为流程图读取');
  return text;
}

/** Refuse a control character that came in as a character reference such as `&#x202E;`. */
export function assertPrintable(value: string, element: string | undefined): void {
  const found = unprintable.exec(value);
  if (found) throw new Refused(`文字中有控制字符（${codePoint(found[0])}）；请删除`, element);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refused('文件不是有效的 UTF-8 编码；请另存为 UTF-8');
  }
}

/** Common files that are chosen by mistake, known by their first bytes. */
function wrongKind(bytes: Uint8Array): string | null {
  const starts = (...head: number[]): boolean => head.every((byte, at) => bytes[at] === byte);
  if (starts(0x1f, 0x8b)) return '压缩文件（gzip）';
  if (starts(0x50, 0x4b, 0x03, 0x04)) return '压缩文件（zip 或 Office 文档）';
  if (starts(0x25, 0x50, 0x44, 0x46)) return 'PDF 文件';
  if (starts(0x89, 0x50, 0x4e, 0x47)) return '图片（PNG）';
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) return ' UTF-16 编码的文件';
  return null;
}

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;
