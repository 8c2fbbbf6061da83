// Nobody is kept out: axe on every page in each of its states, in light and dark, and no page that
// scrolls sideways on a phone.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.js';
import { entrance, setUp, trouble, wizard, type Visit } from '../support/tour.js';

test.describe.configure({ mode: 'parallel' });

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

class Look {
  readonly states: string[] = [];
  readonly findings: string[] = [];

  constructor(private page: Page) {}

  visit: Visit = async (state) => {
    this.states.push(state);
    await this.axe(`${state}, light`, (axe) => axe.withTags(TAGS));
    await this.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await this.axe(`${state}, dark`, (axe) => axe.withRules(['color-contrast']));
    await this.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await this.phone(state);
  };

  // There are no frames here, for which axe would open a page of its own each time.
  private async axe(state: string, narrow: (axe: AxeBuilder) => AxeBuilder): Promise<void> {
    const { violations } = await narrow(new AxeBuilder({ page: this.page }).setLegacyMode()).analyze();
    for (const { id, help, nodes } of violations) {
      this.findings.push(`${state}: ${id}, ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
    }
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

test('the set-up, in every state', async ({ page, sandbox }) => {
  const look = new Look(page);
  await setUp(page, sandbox, look.visit);
  look.finish();
});

test('the set-up in trouble, in every state', async ({ page, sandbox }) => {
  const look = new Look(page);
  await trouble(page, sandbox, look.visit);
  look.finish();
});
