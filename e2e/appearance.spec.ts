import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { component } from './stage';
import { expect, test } from './test';

/** All texts of one language, the kinds' own included. */
function catalogue(language: string): readonly string[] {
  const source = join(import.meta.dirname, '..', 'src');
  const kinds = readdirSync(join(source, 'kinds')).map((kind) => join(source, 'kinds', kind, 'locale'));
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else for (const inner of Object.values(value as object)) collect(inner);
  };
  for (const folder of [join(source, 'i18n', 'locale'), ...kinds]) {
    try {
      collect(JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && (error as NodeJS.ErrnoException).code !== 'ENOTDIR')
        throw error;
    }
  }
  return texts;
}

const latinWords = (text: string): readonly string[] => text.match(/[A-Za-z]{3,}/g) ?? [];

/** Names that are the same in every language, beside those that the Russian texts themselves use. */
const NAMES = ['Spillway', 'React', 'Flow', 'English', 'Ctrl', 'Shift', 'Alt', 'Esc', 'Enter', 'Del', 'Delete', 'Tab'];

/** Everything that is on the page to be read or heard, in pieces. */
const readable = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent?.closest('script, style, noscript, textarea, .react-flow__attribution')) continue;
      if (parent?.checkVisibility({ visibilityProperty: true })) texts.push(node.textContent ?? '');
    }
    for (const element of document.querySelectorAll(':not(.react-flow__attribution *)')) {
      for (const name of [
        'aria-label',
        'aria-description',
        'aria-roledescription',
        'aria-valuetext',
        'placeholder',
        'title',
        'alt',
      ]) {
        const text = element.getAttribute(name);
        if (text) texts.push(text);
      }
    }
    return texts;
  });

test('the switch to Russian leaves no English on the page', async ({ page }) => {
  await page.goto('./');
  await expect(component(page, 'Payments')).toBeVisible();
  const scenario = await page.getByRole('banner').getByRole('textbox', { name: 'Title' }).inputValue();
  const written = [scenario, ...(await page.locator('.card-name').allTextContents())];
  const known = new Set([...NAMES, ...catalogue('ru'), ...written].flatMap(latinWords));
  const expectRussian = async (where: string) => {
    const foreign = (await readable(page)).filter((text) => latinWords(text).some((word) => !known.has(word)));
    expect(foreign, where).toEqual([]);
  };

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Русский' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await expect(page.getByRole('button', { name: 'Поделиться' })).toBeVisible();
  await expect(page.getByText('нажмите на «Payments»'), 'the hint calls it as the canvas does').toBeVisible();
  await expectRussian('the page as it opens');

  await component(page, 'Payments').click();
  await expect(page.getByRole('heading', { name: 'Параметры' })).toBeVisible();
  await expectRussian('a service in the inspector');
  await page.keyboard.press('k');
  await expect(component(page, 'Orders')).toContainText('Payments');
  await expect(page.getByRole('tab', { name: /^События/ })).toContainText('1');
  await expectRussian('a killed service');
  await page.getByRole('tab', { name: /^События/ }).click();
  await expectRussian('the events');

  for (const name of ['Web shop', 'Gateway', 'Payments DB']) {
    await component(page, name).click();
    await expectRussian(name);
  }
  await page.locator('.react-flow__edge').nth(4).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /Orders.*Payments/ })).toBeVisible();
  await expectRussian('a link in the inspector');

  await page.getByRole('button', { name: 'Сценарии' }).click();
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  await expectRussian('the scenarios');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Поделиться' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectRussian('the share dialog');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectRussian('the shortcuts');
  await page.keyboard.press('Escape');

  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await expect(page.getByRole('button', { name: 'Поделиться' })).toBeVisible();
});

test('the theme follows the system until one is chosen, which is remembered', async ({ page }) => {
  const background = () => page.getByRole('banner').evaluate((banner) => getComputedStyle(banner).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('./');
  await expect(component(page, 'Payments')).toBeVisible();
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(background).not.toBe(light);
  const dark = await background();

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Light', exact: true }).click();
  await expect.poll(background).toBe(light);
  await page.reload();
  await expect(component(page, 'Payments')).toBeVisible();
  expect(await background()).toBe(light);

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Like the system', exact: true }).click();
  await expect.poll(background).toBe(dark);
});
