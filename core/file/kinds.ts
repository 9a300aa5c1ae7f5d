/** What a person may hand in, and what a form may ask for. */
export type FileGroup = 'picture' | 'paper' | 'recording' | 'archive';

/** A kind of file: what its content is called in the store, how its name ends, and what people call it. */
export interface Kind {
  mime: string;
  group: FileGroup;
  /** Chinese name, singular: PDF, Word 文档, 录音（M4A）. */
  name: string;
  /** Endings that programs open it by; the first is given where the person's own is none of them. */
  endings: readonly [string, ...string[]];
}

const kind = (mime: string, group: FileGroup, name: string, ...endings: [string, ...string[]]): Kind => ({
  mime,
  group,
  name,
  endings,
});

const OFFICE = 'application/vnd.openxmlformats-officedocument.';

/**
 * Every kind that can lie in the store: type ↔ ending ↔ Chinese name, the one table that upload, download, export and
 * pages go by (decision 0010 says why these and no others).
 */
export const KINDS: readonly Kind[] = [
  kind('image/jpeg', 'picture', '照片（JPG）', 'jpg', 'jpeg', 'jpe', 'jfif'),
  kind('image/png', 'picture', '图片（PNG）', 'png'),
  kind('image/webp', 'picture', '图片（WebP）', 'webp'),
  kind('application/pdf', 'paper', 'PDF 文件', 'pdf'),
  kind('application/ofd', 'paper', 'OFD 版式文件', 'ofd'),
  kind(`${OFFICE}wordprocessingml.document`, 'paper', 'Word 文档', 'docx'),
  kind(`${OFFICE}spreadsheetml.sheet`, 'paper', 'Excel 表格', 'xlsx'),
  kind(`${OFFICE}presentationml.presentation`, 'paper', '演示文稿', 'pptx'),
  // WPS Office writes the same containers under endings of its own, and its programs want those.
  kind('application/msword', 'paper', 'Word 文档（旧版或 WPS）', 'doc', 'wps', 'dot', 'wpt'),
  kind('application/vnd.ms-excel', 'paper', 'Excel 表格（旧版或 WPS）', 'xls', 'et', 'xlt', 'ett'),
  kind('application/vnd.ms-powerpoint', 'paper', '演示文稿（旧版或 WPS）', 'ppt', 'dps', 'pps'),
  // Kept before old Office files were told apart.
  kind('application/x-cfb', 'paper', 'Office 文档（旧版）', 'doc', 'xls', 'ppt', 'wps', 'et', 'dps'),
  kind('text/plain', 'paper', '文本文件', 'txt'),
  kind('application/zip', 'archive', 'ZIP 压缩包', 'zip'),
  kind('audio/mp4', 'recording', '录音（M4A）', 'm4a', 'mp4', 'm4b', 'aac'),
  kind('audio/mpeg', 'recording', '录音（MP3）', 'mp3'),
  kind('audio/wav', 'recording', '录音（WAV）', 'wav'),
  kind('audio/amr', 'recording', '录音（AMR）', 'amr'),
  kind('audio/aac', 'recording', '录音（AAC）', 'aac'),
  kind('audio/ogg', 'recording', '录音（OGG）', 'ogg', 'opus', 'oga'),
  kind('audio/x-ms-wma', 'recording', '录音（WMA）', 'wma'),
  kind('audio/3gpp', 'recording', '录音（3GP）', '3gp', '3gpp', 'm4a'),
  kind('video/mp4', 'recording', '录像（MP4）', 'mp4', 'm4v'),
  kind('video/quicktime', 'recording', '录像（MOV）', 'mov', 'qt'),
  kind('video/3gpp', 'recording', '录像（3GP）', '3gp', '3gpp', '3g2'),
  kind('video/x-msvideo', 'recording', '录像（AVI）', 'avi'),
  kind('video/x-ms-wmv', 'recording', '录像（WMV）', 'wmv', 'asf'),
  kind('video/webm', 'recording', '录像（WebM）', 'webm'),
];

const BY_MIME = new Map(KINDS.map((one) => [one.mime, one]));

/** The kind of a stored type; undefined for one that is never stored. */
export const kindOf = (mime: string): Kind | undefined => BY_MIME.get(mime);

/** The ending of a file of this type, without a dot; `bin` for a type that nothing of ours stores. */
export const endingOf = (mime: string): string => kindOf(mime)?.endings[0] ?? 'bin';

/** What people call a file of this type. */
export const kindName = (mime: string): string => kindOf(mime)?.name ?? '文件';

/** What a field takes: pictures, recordings (and a ZIP of them), or anything that can be kept. */
export type Wanted = 'picture' | 'recording' | 'any';

const TAKEN: Record<Wanted, { groups: readonly FileGroup[]; words: string }> = {
  picture: { groups: ['picture'], words: '照片（JPG、PNG、WebP、HEIC）' },
  recording: {
    groups: ['recording', 'archive'],
    words: '录音录像（M4A、MP3、WAV、AMR、AAC、WMA、MP4、MOV、3GP、AVI），也可以打包成 ZIP',
  },
  any: {
    groups: ['picture', 'paper', 'recording', 'archive'],
    words: '照片、PDF、OFD、Word、Excel、WPS、TXT、ZIP、录音（M4A、MP3、WAV、AMR）、录像（MP4、MOV、3GP）',
  },
};

/** Whether a field takes files of this stored type. */
export const isTaken = (mime: string, wanted: Wanted): boolean =>
  TAKEN[wanted].groups.includes(kindOf(mime)?.group ?? ('' as FileGroup));

/** What a field takes, in words that finish “这里可以上传”. */
export const takenWords = (wanted: Wanted): string => TAKEN[wanted].words;

/** What to do about files that are seen often and not taken, by ending. */
const INSTEAD: readonly [endings: readonly string[], words: string][] = [
  [
    ['rar', '7z', 'tar', 'gz', 'bz2', 'xz'],
    '不接收 RAR、7z 等压缩包，请改为 ZIP 压缩包，或直接上传其中的文件',
  ],
  [['gif', 'bmp', 'tif', 'tiff', 'svg', 'psd', 'dng', 'raw'], '不接收这种图片，请另存为 JPG 或 PNG 再上传'],
  [['docm', 'xlsm', 'pptm', 'xlsb'], '不接收带宏的 Office 文件，请另存为不带宏的文件（DOCX、XLSX）再上传'],
  [
    ['html', 'htm', 'mht', 'mhtml', 'eml', 'rtf', 'odt', 'ods', 'xml', 'md'],
    '请另存为 PDF 或 Word 文件再上传',
  ],
  [['dwg', 'dxf', 'vsd', 'vsdx'], '请导出为 PDF 再上传'],
  [
    ['mkv', 'flv', 'rmvb', 'rm', 'ts', 'm2ts', 'mpg', 'mpeg', 'flac', 'ape', 'mid'],
    '请转换为 MP4（录像）或 MP3（录音）再上传',
  ],
  [
    ['exe', 'msi', 'bat', 'cmd', 'js', 'vbs', 'ps1', 'sh', 'apk', 'jar', 'dll', 'lnk', 'scr'],
    '不接收程序文件',
  ],
];

/** Endings that the server turns into a picture of ours. */
const CONVERTED = ['heic', 'heif', 'hif', 'avif'];

/** Whether letters behind the last dot of a name are the ending of a kind of file, of ours or another. */
export const isEnding = (letters: string): boolean => {
  const end = letters.toLowerCase();
  return (
    CONVERTED.includes(end) ||
    KINDS.some(({ endings }) => endings.includes(end)) ||
    INSTEAD.some(([endings]) => endings.includes(end))
  );
};

const ending = (name: string): string => /\.([^.]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** What to do instead with a file of this ending; undefined where nothing is known of it. */
export const insteadOf = (name: string): string | undefined =>
  INSTEAD.find(([endings]) => endings.includes(ending(name)))?.[1];

/**
 * Why a chosen file need not be sent, told before it is: by its name alone, so only where the name is sure of it.
 * undefined: send it, the server looks at what is in it.
 */
export function refusedByName(name: string, wanted: Wanted): string | undefined {
  const end = ending(name);
  const known = KINDS.filter(({ endings }) => endings.includes(end));
  if (known.some(({ mime }) => isTaken(mime, wanted))) return undefined;
  if (CONVERTED.includes(end))
    return wanted === 'recording' ? `这里可以上传${takenWords(wanted)}` : undefined;
  const instead = insteadOf(name);
  if (known.length === 0 && instead === undefined) return undefined;
  return [instead, `这里可以上传${takenWords(wanted)}`].filter(Boolean).join('；');
}
