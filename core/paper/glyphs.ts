import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';

const FOLDER = '@expo-google-fonts/noto-serif-sc';
const resolve = createRequire(import.meta.url).resolve;

/** The font files: a Song face (宋体) with all of GB 18030's common part; the whole file, so that it needs no browser. */
export const FONT_FILES = {
  normal: resolve(`${FOLDER}/400Regular/NotoSerifSC_400Regular.ttf`),
  bold: resolve(`${FOLDER}/700Bold/NotoSerifSC_700Bold.ttf`),
};

let covered: ReadonlySet<number> | undefined;

function coverage(): ReadonlySet<number> {
  if (covered === undefined) {
    const font = fontkit.create(readFileSync(FONT_FILES.normal));
    covered = new Set('characterSet' in font ? font.characterSet : []);
  }
  return covered;
}

/**
 * The text with every character that the font lacks (rare characters of names, emoji) written out as 〔U+20BB7〕: the
 * reader sees that something stands there and which character it is, instead of an empty box. Controls are dropped.
 */
export function printable(text: string): string {
  const glyphs = coverage();
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (character === '\n') out += character;
    else if (character === '\t') out += ' ';
    else if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0xfe0f || code === 0x200d) continue;
    else out += glyphs.has(code) ? character : `〔U+${code.toString(16).toUpperCase().padStart(4, '0')}〕`;
  }
  return out;
}
