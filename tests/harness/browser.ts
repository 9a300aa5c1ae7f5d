import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import sharp from 'sharp';
import type { RunningProduct } from './product-names.ts';

const AXE = createRequire(import.meta.url)('axe-core') as { source: string };
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Real people at real pages, each in a browser context of their own. */
export interface Office {
  /** A page of somebody who is logged in. `field`: with the service worker that lets it work without a network. */
  at(account: string, viewport?: { width: number; height: number }, field?: 'field'): Promise<Page>;
  /** A page of nobody. */
  stranger(): Promise<Page>;
  close(): Promise<void>;
}

/** Start Chromium (Debian's, or BIHUAN_CHROMIUM). Throws with what to install where there is none. */
export async function openOffice(product: Pick<RunningProduct, 'url' | 'password'>): Promise<Office> {
  const executablePath = process.env.BIHUAN_CHROMIUM ?? PLACES.find(existsSync);
  if (executablePath === undefined)
    throw new Error('browser tests need Chromium: apt-get install chromium fonts-noto-cjk');
  const browser: Browser = await chromium.launch({ executablePath, args: FLAGS });
  const faults: string[] = [];
  const context = (
    viewport: { width: number; height: number },
    // It fetches all pages at once for later, which nobody else here needs.
    serviceWorkers: 'allow' | 'block' = 'block',
  ): Promise<BrowserContext> =>
    browser.newContext({
      viewport,
      baseURL: product.url,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      serviceWorkers,
    });
  const pageOf = async (where: BrowserContext) => {
    const page = await where.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => faults.push(String(error)));
    return page;
  };
  return {
    async at(account, viewport = DESKTOP, field) {
      const where = await context(viewport, field ? 'allow' : 'block');
      const answer = await where.request.post('/api/session', {
        data: { account, password: product.password },
      });
      expect(answer.status()).toBe(200);
      return pageOf(where);
    },
    stranger: async () => pageOf(await context(DESKTOP)),
    async close() {
      await browser.close();
      expect(faults).toEqual([]);
    },
  };
}

/** The office for the tests of a file; call once at its top. Its members may be used inside tests only. */
export function useOffice(product: Pick<RunningProduct, 'url' | 'password'>): Office {
  const office = {} as Office;
  beforeAll(async () => {
    Object.assign(office, await openOffice(product));
  });
  afterAll(() => office.close());
  return office;
}

/** No violation of WCAG 2 A and AA on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(AXE.source);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          root: Document,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'] });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
    );
  });
  expect(found).toEqual([]);
}

/** A picture of the page for who looks at it, into the folder BIHUAN_SHOTS; without that variable nothing. */
export async function shot(page: Page, name: string, fullPage = true): Promise<void> {
  const folder = process.env.BIHUAN_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage });
}

/** Nothing wider than the window: a phone scrolls down, never sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(1);
}

/** In the window, and nothing lies over it: a person sees it and can press it. */
export async function expectOnScreen(what: Locator): Promise<void> {
  const seen = await what.evaluate((node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    const at = document.elementFromPoint(left + width / 2, top + height / 2);
    return {
      top: top >= 0,
      bottom: top + height <= innerHeight,
      uncovered: at !== null && (node.contains(at) || at.contains(node)),
    };
  });
  expect(seen).toEqual({ top: true, bottom: true, uncovered: true });
}

/** A field of a form by its label, as a person finds it. */
export const field = (page: Page, label: string): Locator =>
  page
    .locator('.fjs-form-field')
    .filter({
      has: page.locator('label, .fjs-form-field-label', {
        hasText: new RegExp(`^\\s*${label}\\s*\\*?\\s*$`),
      }),
    })
    .last();

/** Choose a radio of a labelled group. */
export const choose = (page: Page, label: string, option: string): Promise<void> =>
  field(page, label).getByLabel(option, { exact: true }).check();

/** A small photo nobody has uploaded before. */
export function freshPhoto(): Promise<Buffer> {
  const background = {
    r: Math.floor(Math.random() * 255),
    g: Math.floor(Math.random() * 255),
    b: Math.floor(Math.random() * 255),
  };
  return sharp({ create: { width: 320, height: 240, channels: 3, background } })
    .jpeg()
    .toBuffer();
}
