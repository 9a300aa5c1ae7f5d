import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium, type Browser } from 'playwright-core';
import { unavailable, badRequest } from './errors.ts';
import { readableDiagram } from './gate/readable.ts';

/** Both forms of a picture. `png` has two pixels per unit. Sizes in units. */
export interface Rendering {
  svg: string;
  png: Buffer;
  width: number;
  height: number;
}

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const MARGIN = 20;

/**
 * Path of the Chromium to draw with: environment variable BIHUAN_CHROMIUM, else the usual places.
 * @throws AppError unavailable with what to install
 */
export function findChromium(
  env: NodeJS.ProcessEnv = process.env,
  exists: (path: string) => boolean = existsSync,
): string {
  const wanted = env.BIHUAN_CHROMIUM;
  if (wanted && !exists(wanted)) throw unavailable(`BIHUAN_CHROMIUM 指向的文件不存在:${wanted}`, 0);
  const found = wanted || PLACES.find((place) => exists(place));
  if (!found)
    throw unavailable(
      '没有找到 Chromium。请安装(Debian/Ubuntu:apt install chromium fonts-noto-cjk),或用环境变量 BIHUAN_CHROMIUM 指明其路径',
      0,
    );
  return found;
}

/**
 * Draws a BPMN file as bpmn-js shows it, in a headless Chromium without network.
 * @throws AppError bad-request: refused by the scan of the gate, or bpmn-js cannot show the file (no BPMN, no diagram
 * interchange); unavailable: no Chromium
 */
export async function renderDiagram(xml: string | Uint8Array): Promise<Rendering> {
  const text = readableDiagram(xml);
  const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
  try {
    return await draw(browser, text);
  } finally {
    await browser.close();
  }
}

async function draw(browser: Browser, xml: string): Promise<Rendering> {
  const context = await browser.newContext({ deviceScaleFactor: 2, offline: true });
  const page = await context.newPage();
  await page.setContent(
    '<!doctype html><meta charset="utf-8"><body style="margin:0"><div id="canvas"></div></body>',
  );
  const require = createRequire(import.meta.url);
  const file = (name: string): Promise<string> => readFile(require.resolve(`bpmn-js/dist/${name}`), 'utf8');
  await page.addStyleTag({ content: await file('assets/diagram-js.css') });
  await page.addScriptTag({ content: await file('bpmn-viewer.production.min.js') });
  const result = await page.evaluate(show, { xml, margin: MARGIN });
  if ('error' in result) throw badRequest('这个文件画不出来', [{ path: 'bpmn', message: result.error }]);
  await page.setViewportSize({ width: Math.ceil(result.width), height: Math.ceil(result.height) });
  const png = await page.locator('#canvas').screenshot();
  return { svg: stableIds(result.svg), png, width: result.width, height: result.height };
}

/** bpmn-js gives markers random ids; a picture kept beside its diagram must not change when nothing has changed. */
function stableIds(svg: string): string {
  const ids = new Map<string, string>();
  for (const [, id] of svg.matchAll(/<marker id="([^"]+)"/g))
    if (!ids.has(id!)) ids.set(id!, `marker-${ids.size + 1}`);
  let out = svg;
  for (const [old, now] of ids) out = out.replaceAll(old, now);
  return out;
}

type Shown = { svg: string; width: number; height: number } | { error: string };

/** Runs in the page. */
async function show({ xml, margin }: { xml: string; margin: number }): Promise<Shown> {
  const host = document.getElementById('canvas')!;
  const { BpmnJS } = window as unknown as { BpmnJS: new (options: unknown) => Viewer };
  const viewer = new BpmnJS({ container: host });
  try {
    await viewer.importXML(xml);
  } catch (error) {
    return { error: (error as Error).message };
  }
  const canvas = viewer.get('canvas');
  const { inner } = canvas.viewbox();
  const [width, height] = [inner.width + 2 * margin, inner.height + 2 * margin];
  host.style.cssText = `width:${width}px;height:${height}px`;
  canvas.resized();
  canvas.viewbox({ x: inner.x - margin, y: inner.y - margin, width, height });
  return { svg: (await viewer.saveSVG()).svg, width, height };
}

interface Viewer {
  importXML(xml: string): Promise<unknown>;
  saveSVG(): Promise<{ svg: string }>;
  get(name: 'canvas'): { viewbox(box?: object): { inner: DOMRect }; resized(): void };
}
