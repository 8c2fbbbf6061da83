// How a person acts on a page: with the mouse, or with the keyboard alone. Each page has its hands,
// so that the same journey can be done with either.
import { expect, type Locator, type Page } from '@playwright/test';

const keyboardOnly = new WeakSet<Page>();

export function withKeyboardAlone(page: Page): void {
  keyboardOnly.add(page);
}

const acts = new WeakMap<Page, number>();

// One act is one click, one choice, or one value typed or pasted.
export function actsOf(page: Page): number {
  return acts.get(page) ?? 0;
}

function act(at: Locator): void {
  acts.set(at.page(), actsOf(at.page()) + 1);
}

function typed(at: Locator): boolean {
  return keyboardOnly.has(at.page());
}

export async function click(at: Locator): Promise<void> {
  act(at);
  if (!typed(at)) return at.click();
  await tabTo(at);
  await at.page().keyboard.press('Enter');
}

export async function fill(at: Locator, text: string): Promise<void> {
  if (text !== '') act(at);
  if (!typed(at)) return at.fill(text);
  await tabTo(at);
  await at.page().keyboard.press('Control+A');
  if (text === '') await at.page().keyboard.press('Delete');
  else await at.page().keyboard.type(text);
}

export async function check(at: Locator): Promise<void> {
  act(at);
  if (!typed(at)) return at.check();
  if (await at.isChecked()) return;
  const isRadio = (await at.getAttribute('type')) === 'radio';
  if (!isRadio) {
    await tabTo(at);
    await at.page().keyboard.press('Space');
  } else await arrowTo(at);
  await expect(at).toBeChecked();
}

// The option with this label, or the first.
export async function select(at: Locator, label?: string): Promise<void> {
  act(at);
  if (!typed(at)) {
    await at.selectOption(label === undefined ? { index: 0 } : { label });
    return;
  }
  await tabTo(at);
  await at.page().keyboard.press('Home');
  const chosen = () => at.evaluate((list: HTMLSelectElement) => list.selectedOptions[0]?.label ?? '');
  for (let presses = 0; label !== undefined && (await chosen()) !== label; presses += 1) {
    if (presses > 50) throw new Error(`no arrow key leads to the option ${label}`);
    await at.page().keyboard.press('ArrowDown');
  }
}

const hasFocus = (at: Locator) => at.evaluate((element) => element === document.activeElement);

// Presses Tab until the control has the focus, and the focus can be seen.
async function tabTo(at: Locator): Promise<void> {
  await at.waitFor();
  for (let presses = 0; !(await hasFocus(at)); presses += 1) {
    if (presses > 300) throw new Error(`Tab does not reach ${at}`);
    await at.page().keyboard.press('Tab');
  }
  await expect(at, 'what has the focus is in view').toBeInViewport();
  const outline = await at.evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(outline, `the focus of ${at} can be seen`).not.toBe('none');
}

// Tab stops at one radio of a group; arrow keys lead to the others.
async function arrowTo(at: Locator): Promise<void> {
  const page = at.page();
  const inGroup = () => at.evaluate((radio: HTMLInputElement) => {
    const focused = document.activeElement as HTMLInputElement | null;
    return focused?.type === 'radio' && focused.name === radio.name && focused.form === radio.form;
  });
  await at.waitFor();
  for (let presses = 0; !(await inGroup()); presses += 1) {
    if (presses > 300) throw new Error(`Tab does not reach the group of ${at}`);
    await page.keyboard.press('Tab');
  }
  if (await hasFocus(at)) return page.keyboard.press('Space');
  for (let presses = 0; !(await hasFocus(at)); presses += 1) {
    if (presses > 50) throw new Error(`no arrow key leads to ${at}`);
    await page.keyboard.press('ArrowDown');
  }
}
