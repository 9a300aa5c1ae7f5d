import { readFileSync } from 'node:fs';
import { verifyExport } from '../../core/export/offline/verify.ts';
import { openApi } from './client.ts';
import type { Stage } from './installation.ts';
import { ticketNumber } from './ticket-number.ts';
import { STAFF } from './people.ts';
import { Player } from './player.ts';
import { headLines, shanghai, stepLine, verdictLines, type PredicateSeen } from './print.ts';
import type { Play, Story } from './play.ts';
import type { Refusal, Spoil } from './spoil.ts';

/** How a demonstration ended. */
export interface Outcome {
  caseId: string;
  caseNo: string;
  verdict: 'green' | 'red';
  redLines: { id: string; message: string }[];
  refused: Refusal | null;
  /** Where the exported case file lies. */
  file: string;
  /** Whether the offline check found the export whole. */
  verified: boolean;
  /** Whether it ended as it should: green, or with exactly the predicate that was spoiled. */
  asExpected: boolean;
}

/** Where the story is told and the export is put. */
export interface Telling {
  say(line: string): void;
  save(name: string, bytes: Uint8Array): string;
}

const DAY_MS = 24 * 3600_000;

/** Play a story, spoiled or not, to its verdict; export its file and check that offline. */
export async function playStory(
  stage: Stage,
  play: Play,
  story: Story,
  spoil: Spoil | undefined,
  telling: Telling,
): Promise<Outcome> {
  const { say } = telling;
  for (const line of headLines(story, stage.temporary ? `${stage.url}（临时）` : stage.url)) say(line);
  if (spoil) say(`故意出错（${spoil.id}）：${spoil.what}`);
  const api = openApi(stage.url, stage.password);
  const no = ticketNumber();
  const { world, ...opened } = await play.begin(story, {
    api,
    no,
    begins: spoil?.begins ?? {},
    hotlineToken: stage.hotlineToken,
  });
  say(`案号：${opened.caseNo}\n`);
  const player = new Player(api, opened, world);
  player.onStep = (step) => say(stepLine(step));
  player.onClock = (now) => say(`${shanghai(now)}  —— 演示时钟拨到此时`);
  const refused = await perform(player, play, story, spoil);
  if (refused) say(`\n系统不予办理：${refused.step}——${refused.rule}`);
  return conclude(player, spoil, refused, telling);
}

async function perform(
  player: Player,
  play: Play,
  story: Story,
  spoil: Spoil | undefined,
): Promise<Refusal | null> {
  const script = play.script(story);
  if (spoil) return spoil.play(player, script);
  const { nextMorning } = story.played;
  if (nextMorning && (await player.until(nextMorning, script)))
    await player.moveClock(nineNextDay(await now(player)));
  // A verdict that is red opens 补正: the demonstration stops there.
  await player.until('supplement', script);
  return null;
}

const now = async (player: Player): Promise<string> => (await (await player.api.as(STAFF.auditor)).me()).now;

/** Nine o'clock of the next morning in Shanghai. */
function nineNextDay(iso: string): Date {
  const day = shanghai(new Date(Date.parse(iso) + DAY_MS).toISOString()).slice(0, 10);
  return new Date(`${day}T09:00:00+08:00`);
}

async function conclude(
  player: Player,
  spoil: Spoil | undefined,
  refused: Refusal | null,
  telling: Telling,
): Promise<Outcome> {
  const auditor = await player.api.as(STAFF.auditor);
  const { result, predicates } = await auditor.get<{ result: 'green' | 'red'; predicates: PredicateSeen[] }>(
    `/cases/${player.caseId}/verdict`,
  );
  telling.say('');
  for (const line of verdictLines(result, predicates)) telling.say(line);
  const redLines = predicates
    .filter(({ value }) => value === 'red')
    .map(({ id, message }) => ({ id, message }));
  const file = telling.save(`${player.caseNo}.zip`, await auditor.bytes(`/cases/${player.caseId}/export`));
  const checked = verifyExport(readFileSync(file));
  telling.say(`\n案卷：${file}\n离线核验：${reportText(checked)}`);
  const asExpected =
    checked.ok && (spoil ? spoiledRightly(spoil, result, redLines, refused) : result === 'green');
  if (!asExpected) telling.say('没有按预期结束');
  return {
    caseId: player.caseId,
    caseNo: player.caseNo,
    verdict: result,
    redLines,
    refused,
    file,
    verified: checked.ok,
    asExpected,
  };
}

const reportText = ({ ok, entries, rows, findings }: ReturnType<typeof verifyExport>): string =>
  ok
    ? `完好，${entries}个条目，${rows}行留痕`
    : `不完好：${findings.map(({ where, message }) => `${where} ${message}`).join('；')}`;

/** Refused at a named step, or red by exactly this predicate; never green. */
function spoiledRightly(
  spoil: Spoil,
  result: string,
  redLines: { id: string }[],
  refused: Refusal | null,
): boolean {
  if (result === 'green') return false;
  if (refused !== null) return spoil.ends === 'refused';
  return spoil.ends === 'red' && redLines.length === 1 && redLines[0]!.id === spoil.id;
}
