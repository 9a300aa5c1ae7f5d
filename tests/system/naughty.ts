/**
 * Texts that break careless programs, our own collection by kind. All of them are texts a person may paste; none may end in an
 * error of the server, run as code, or be changed on the way otherwise than core/text does it.
 */
export const naughty: Record<string, string[]> = {
  sql: [
    `'; drop table cases; --`,
    `" or ""="`,
    `1); delete from task where ('1'='1`,
    `$$; select pg_sleep(10); $$`,
    `admin'/*`,
    `\\'; copy person to stdout; --`,
    `?`,
    `:name ::uuid ??`,
    `%' union select password_hash from person --`,
  ],
  html: [
    `<script>alert(1)</script>`,
    `<img src=x onerror=alert(1)>`,
    `"><svg onload=alert(1)>`,
    `javascript:alert(document.cookie)`,
    `<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>`,
    `&lt;b&gt;&amp;amp;&#x41;`,
    `<style>*{display:none}</style>`,
    `</textarea><script>1</script>`,
    `<!--`,
    `]]>`,
  ],
  template: [
    `{{7*7}}`,
    `\${7*7}`,
    `#{7*7}`,
    `<%= 7*7 %>`,
    `{{constructor.constructor('return process')()}}`,
    `=1+1`,
    `=cmd|'/c calc'!A1`,
    `@SUM(1+1)*cmd`,
    `+1-1`,
    `= for x in 1..1000000000 return x`,
    `__proto__`,
    `constructor`,
  ],
  path: [
    `../../../../etc/passwd`,
    `..\\..\\windows\\system32`,
    `file:///etc/passwd`,
    `/dev/null`,
    `CON`,
    `a/../b`,
    `%2e%2e%2f`,
    `;ls -la`,
    `| cat /etc/passwd`,
    '`id`',
    `$(id)`,
  ],
  unicode: [
    `𠮷野家的𠀋和𡈽`,
    `😀👨‍👩‍👧‍👦🇨🇳`,
    `Z͑ͫa̴l̶g̷o`,
    `\u202Eتشطب\u202C`,
    `‏עברית ועוד‎`,
    `zero\u200Bwidth\u200Djoiner\uFEFF`,
    `ﷺ`,
    `ﬁ ligature`,
    `ÅA\u030A`,
    `İıßẞ`,
    `ｆｕｌｌｗｉｄｔｈ`,
    `\u00A0\u2003\u3000`,
    `\u2028line\u2029separator`,
    `🏳️‍🌈`,
    `㍿㈱①`,
  ],
  numbers: [
    `NaN`,
    `Infinity`,
    `-0`,
    `1e309`,
    `0x1F`,
    `9007199254740993`,
    `１２３`,
    `null`,
    `undefined`,
    `true`,
    `[]`,
    `{}`,
    `00000000-0000-0000-0000-000000000000`,
  ],
};

export const allNaughty: string[] = Object.values(naughty).flat();

/** Line ends of other systems, halves of characters and what nobody sees: mended, and with what they become. */
export const mended: [typed: string, kept: string][] = [
  ['第一行\r\n第二行', '第一行\n第二行'],
  ['软\u000b换行', '软\n换行'],
  ['c1\u0085next line', 'c1\nnext line'],
  ['half\ud83d', 'half'],
  ['\udc00half', 'half'],
  ['gnp\u202eexe', 'gnpexe'],
  ['宏达\u200b消防\ufeff', '宏达消防'],
];

/** Control characters: nobody types these, so they are refused. */
export const unspeakable: string[] = [
  'nul\u0000byte',
  'bell\u0007',
  'escape\u001b[31m',
  'backspace\b',
  'delete\u007f',
  'c1\u009bcontrol',
];
