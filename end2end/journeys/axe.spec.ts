// Nobody is kept out: axe on every page in each of its states, in light and dark, and no page that
// scrolls sideways on a phone.
import type { Page } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';
import { expect, test } from '../support/test.js';
import { entrance, otherAccount, setUpBegins, setUpEnds, trouble, wizard, type Visit } from '../support/tour.js';

test.describe.configure({ mode: 'parallel' });

const ALL: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const COLOURS: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };

class Look {
  readonly states: string[] = [];
  readonly findings: string[] = [];

  constructor(private page: Page) {}

  visit: Visit = async (state) => {
    this.states.push(state);
    await this.page.evaluate(axe.source);
    await this.axe(`${state}, light`, ALL);
    await this.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await this.axe(`${state}, dark`, COLOURS);
    await this.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await this.phone(state);
  };

  private async axe(state: string, options: RunOptions): Promise<void> {
    const violations = await this.page.evaluate(async (run) => {
      const found = await (window as unknown as { axe: typeof axe }).axe.run(document, { ...run, resultTypes: ['violations'] });
      return found.violations.map(({ id, help, nodes }) => ({ id, help, html: nodes.slice(0, 3).map((node) => node.html.slice(0, 160)) }));
    }, options);
    for (const { id, help, html } of violations) this.findings.push(`${state}: ${id}, ${help}: ${html.join(' | ')}`);
  }

  // 360 px wide: what is wider than the screen is named.
  private async phone(state: string): Promise<void> {
    const size = this.page.viewportSize() ?? { width: 1280, height: 720 };
    await this.page.setViewportSize({ width: 360, height: 720 });
    const wide = await this.page.evaluate(() => {
      const { scrollWidth } = document.documentElement;
      if (scrollWidth <= innerWidth) return [];
      const beyond = [...document.querySelectorAll('main *, header *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
      return [`${scrollWidth} px`, ...beyond.slice(0, 4).map((one) => one.outerHTML.slice(0, 120))];
    });
    if (wide.length > 0) this.findings.push(`${state}, phone: scrolls sideways: ${wide.join(' | ')}`);
    await this.page.setViewportSize(size);
  }

  finish(): void {
    console.log(`  ${this.states.length} states: ${this.states.join('; ')}`);
    expect(this.findings, this.findings.join('\n')).toEqual([]);
  }
}

test('the look itself finds what is wrong', async ({ page }) => {
  await page.setContent('<main style="width: 900px"><img src="data:,"><p style="color: #aaa">Pale</p></main>');
  const look = new Look(page);
  await look.visit('a bad page');
  for (const rule of ['image-alt', 'color-contrast', 'scrolls sideways']) expect(look.findings.join('\n')).toContain(rule);
});

test('the entrance, in every state', async ({ page }) => {
  const look = new Look(page);
  await entrance(page, look.visit);
  look.finish();
});

test('the wizard, in every state', async ({ page }) => {
  const look = new Look(page);
  await wizard(page, look.visit);
  look.finish();
});

test('the set-up up to its interfaces, in every state', async ({ page, sandbox }) => {
  const look = new Look(page);
  await setUpBegins(page, sandbox, look.visit);
  look.finish();
});

test('the set-up up to its proof, in every state', async ({ page, sandbox }) => {
  const look = new Look(page);
  await setUpEnds(page, sandbox, look.visit);
  look.finish();
});

test('the set-up with the wrong credentials, in every state', async ({ page }) => {
  const look = new Look(page);
  await otherAccount(page, look.visit);
  look.finish();
});

test('the set-up in trouble, in every state', async ({ page, sandbox }) => {
  const look = new Look(page);
  await trouble(page, sandbox, look.visit);
  look.finish();
});
