import { marksOf, type Mark } from '../file/marks.ts';
import { deadline, moment } from '../paper/form-rows.ts';
import type { PredicateValue } from '../verdict/index.ts';
import type { ExportContent, ExportedEvidence } from './content.ts';

const VALUES: Record<PredicateValue, string> = {
  green: '闭环',
  red: '未闭环',
  pending: '待后续',
  explained: '闭环·附说明',
  'n/a': '不适用',
};
const PHASES: Record<ExportedEvidence['phase'], string> = {
  before: '整改前',
  after: '整改后',
  other: '其他',
};

const STYLE = `body{font:15px/1.7 "Noto Serif SC","Songti SC",SimSun,serif;max-width:1000px;margin:24px auto;padding:0 16px;color:#222}
h1{font-size:24px}h2{font-size:18px;border-bottom:2px solid #c8161d;margin-top:36px}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #999;padding:4px 8px;text-align:left;vertical-align:top}th{background:#f3f3f3}img{max-width:280px;max-height:220px}
.red{color:#b00020;font-weight:bold}.pair{display:flex;gap:16px;flex-wrap:wrap}small{color:#666}`;

/** Text made safe for HTML; the page has no script at all. */
const safe = (value: unknown): string =>
  String(value ?? '').replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const link = (path: string, text: string): string => `<a href="${safe(encodeURI(path))}">${safe(text)}</a>`;
const row = (cells: string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
const table = (head: string[], body: string[]): string =>
  `<table><tr>${head.map((cell) => `<th>${safe(cell)}</th>`).join('')}</tr>${body.join('')}</table>`;

/** 目录.html: the whole file on one page, for whoever has nothing but a browser. */
export function indexPage(content: ExportContent): string {
  const { case: found, verdict } = content;
  const sealed =
    found.sealed_at === null
      ? '尚未封卷'
      : `${moment(found.sealed_at.toISOString())}封卷，封卷校验值 ${found.seal_hash}`;
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; style-src 'unsafe-inline'">
<title>${safe(found.case_no)} 案卷</title><style>${STYLE}</style>
<h1>${safe(found.case_no)} ${safe(found.title)}</h1><p>${safe(moment(found.opened_at.toISOString()))}建案；${safe(sealed)}。</p>
<h2>闭环核验：${verdict.result === 'green' ? '闭环' : '未闭环'}</h2>${verdictTable(content)}
<h2>文书</h2>${documentTable(content)}<h2>证据</h2>${evidencePart(content)}
<h2>附件</h2>${attachmentTable(content)}
<h2>时限</h2>${clockTable(content)}<h2>办理经过</h2>${timelinePart(content)}<h2>流程</h2>${diagramPart(content)}
</html>
`;
}

const verdictTable = ({ verdict }: ExportContent): string =>
  table(
    ['编号', '核验项', '结论', '说明'],
    verdict.predicates.map(({ id, name, value, message }) =>
      row([
        safe(id),
        safe(name),
        `<span class="${value === 'red' ? 'red' : ''}">${VALUES[value]}</span>`,
        safe(message),
      ]),
    ),
  );

const documentTable = ({ documents }: ExportContent): string =>
  table(
    ['文书', '文号', '页数'],
    documents.map(({ path, title, doc_no, pages }) => row([link(path, title), safe(doc_no), safe(pages)])),
  );

function evidencePart({ evidence }: ExportContent): string {
  const items = [...new Set(evidence.map((one) => one.item_no))];
  return items
    .map((no) => {
      const pieces = evidence.filter((one) => one.item_no === no);
      return `<h3>${no === null ? '未归入事项' : `事项${no}`}</h3><div class="pair">${pieces.map(piece).join('')}</div>`;
    })
    .join('');
}

function piece(one: ExportedEvidence): string {
  const { phase, path, mime, name, sha256, taken_at, place } = one;
  const picture =
    path === null
      ? '<em>文件已不在库中</em>'
      : mime.startsWith('image/')
        ? `<img src="${safe(encodeURI(path))}" alt="">`
        : link(path, name || '附件');
  const taken = taken_at === null ? '时间不详' : moment(taken_at.toISOString());
  const marks = marksOf({ ...one, placeReason: one.place_reason, reasonByName: one.reason_by_name }, moment);
  return `<div><b>${PHASES[phase]}</b><br>${picture}<br>${safe(taken)} ${safe(placeWords(place))}${marked(marks)}<br><small>${sha256.slice(0, 24)}</small></div>`;
}

const placeWords = (place: ExportedEvidence['place']): string =>
  place === null ? '' : (place.address ?? (place.lat === undefined ? '' : `${place.lat}，${place.lng}`));

/** What is to be said of a picture, one line each; what somebody should look at in red. */
const marked = (marks: readonly Mark[]): string =>
  marks.map(({ text, wrong }) => `<br><span class="${wrong ? 'red' : ''}">${safe(text)}</span>`).join('');

const attachmentTable = ({ attachments }: ExportContent): string =>
  attachments.length === 0
    ? '<p>无</p>'
    : table(
        ['附件', '环节', '时间'],
        attachments.map(({ path, name, step, at, marks }) =>
          row([
            (path === null ? `${safe(name)}（文件已不在库中）` : link(path, name || '附件')) + marked(marks),
            safe(step || '登记'),
            safe(moment(at.toISOString())),
          ]),
        ),
      );

const clockTable = ({ clocks }: ExportContent): string =>
  table(
    ['时限', '依据', '起算', '到期', '止算', '是否超期'],
    clocks.map((clock) =>
      row([
        safe(clock.name),
        safe(clock.basis),
        safe(moment(clock.startedAt)),
        safe(clock.dueOn === null ? deadline(clock.dueAt) : moment(clock.dueOn)),
        safe(clock.closedAt === null ? '' : moment(clock.closedAt)),
        clock.late === null || clock.state === 'open'
          ? '否'
          : `<span class="red">超期${safe(clock.late.n)}${safe(clock.late.unit)}</span>`,
      ]),
    ),
  );

const timelinePart = ({ timeline }: ExportContent): string =>
  `<ol>${timeline.map((entry) => `<li>${safe(moment(entry.at))} ${safe(entry.sentence)} <small>${entry.hash.slice(0, 12)}</small></li>`).join('')}</ol>`;

const diagramPart = ({ diagrams }: ExportContent): string =>
  `<ul>${diagrams.map((d) => `<li>${link(diagramPath(d), `${d.processName} 第${d.version}版`)}：走过${d.visits.length}个环节</li>`).join('')}</ul>`;

/** Where the diagram of a version lies in the archive. */
export const diagramPath = (diagram: { process: string; version: number }): string =>
  `流程/${diagram.process}-第${diagram.version}版.bpmn`;
