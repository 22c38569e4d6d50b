import type { Locator, Page } from '@playwright/test';
import { forgedLink } from './links';
import {
  clockMs,
  component,
  components,
  fingerprint,
  inspector,
  openReadyMade,
  pause,
  picture,
  selectNothing,
  setSpeed,
  timePasses,
} from './stage';
import { expect, test } from './test';

const title = (page: Page): Locator => page.getByRole('banner').getByRole('textbox', { name: 'Title' });

/** The link in the share dialog. */
async function linkOf(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this scenario' });
  const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return link;
}

/** Makes the store one's own by renaming it. */
async function makeOwn(page: Page, name: string): Promise<void> {
  await page.goto('./');
  await expect(components(page)).toHaveCount(7);
  await title(page).fill(name);
  await page.keyboard.press('Enter');
}

test.describe('a reload', () => {
  test('keeps a name that is still being typed', async ({ page }) => {
    await page.goto('./');
    await expect(components(page)).toHaveCount(7);
    await title(page).fill('My own shop');
    await page.reload();
    await expect(title(page)).toHaveValue('My own shop');
  });

  test('keeps a parameter that is still being typed', async ({ page }) => {
    await page.goto('./');
    await component(page, 'Payments').click();
    await inspector(page).getByLabel('Queue limit', { exact: true }).fill('77');
    await page.reload();
    await component(page, 'Payments').click();
    await expect(inspector(page).getByLabel('Queue limit', { exact: true })).toHaveValue('77');
  });

  test('comes back to the moment of the run, with the same figures, and stands still', async ({ page }) => {
    await makeOwn(page, 'My own shop');
    await setSpeed(page, '10×');
    await timePasses(page, 5_000);
    await pause(page);
    await selectNothing(page);
    await page.getByRole('tab', { name: 'Trace' }).click();
    const before = { clock: await clockMs(page), print: await fingerprint(page) };
    await page.reload();
    await expect.poll(() => clockMs(page)).toBe(before.clock);
    expect(await fingerprint(page)).toBe(before.print);
    await expect(page.getByRole('tab', { name: 'Trace' })).toHaveAttribute('aria-selected', 'true');
  });

  test('in the midst of a drag keeps what was done so far', async ({ page }) => {
    await page.goto('./');
    await page.getByRole('button', { name: 'Pause' }).click();
    const before = await picture(page);
    const box = await component(page, 'Users').boundingBox();
    if (!box) throw new Error('Users is not on the canvas');
    await page.mouse.move(box.x + 40, box.y + 12);
    await page.mouse.down();
    await page.mouse.move(box.x + 160, box.y + 42, { steps: 6 });
    const dragged = await picture(page);
    expect(dragged).not.toEqual(before);
    await page.reload();
    await expect.poll(() => picture(page)).toEqual(dragged);
  });

  test('right after a deletion keeps it deleted', async ({ page }) => {
    await page.goto('./');
    await component(page, 'Users').click();
    await page.keyboard.press('Delete');
    await expect(components(page)).toHaveCount(6);
    await page.reload();
    await expect(components(page)).toHaveCount(6);
    await expect(component(page, 'Users')).toHaveCount(0);
  });

  test('keeps the interventions of a run', async ({ page }) => {
    await page.goto('./');
    await component(page, 'Payments').click();
    await page.keyboard.press('k');
    await expect(page.getByRole('tab', { name: 'Events 1' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('tab', { name: 'Events 1' })).toBeVisible();
  });
});

test.describe('a link that cannot be opened says why and leaves one’s own work alone', () => {
  const bomb = () => forgedLink(`[${'0,'.repeat(15_000_000)}0]`);
  const nested = () => forgedLink(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  const poisoned = () => forgedLink('{"__proto__":{"version":1},"version":1,"nodes":[],"links":[]}');
  const cases: readonly { readonly what: string; readonly link: () => string; readonly why: RegExp }[] = [
    { what: 'garbage', link: () => '#s1.garbage', why: /damaged/ },
    { what: 'nothing behind the version', link: () => '#s1.', why: /holds no scenario/ },
    { what: 'from a newer version', link: () => '#s2.AAAA', why: /newer Spillway/ },
    { what: 'longer than any', link: () => `#s1.${'A'.repeat(70_000)}`, why: /longer than any/ },
    { what: 'a bomb that inflates to 30 MB', link: bomb, why: /damaged/ },
    { what: 'nested without end', link: nested, why: /damaged|not a valid scenario/ },
    { what: 'one that reaches for __proto__', link: poisoned, why: /damaged|not a valid scenario/ },
    { what: 'some other document', link: () => forgedLink('{"hello":"world"}'), why: /damaged|not a valid scenario/ },
  ];

  test('opened in the same tab', async ({ page }) => {
    await makeOwn(page, 'My own shop');
    const before = await picture(page);
    for (const { what, link, why } of cases) {
      await test.step(what, async () => {
        await page.evaluate((fragment) => {
          location.hash = fragment;
        }, link());
        const alert = page.getByRole('alert').filter({ hasText: 'This link cannot be opened' });
        await expect(alert).toContainText(why);
        await expect(alert).toContainText('Your own work is untouched');
        await expect(title(page)).toHaveValue('My own shop');
        expect(await picture(page)).toEqual(before);
        await alert.getByRole('button', { name: 'Close' }).click();
        await expect(alert).toBeHidden();
        expect(await page.evaluate(() => ({}) instanceof Object && !('version' in {}))).toBe(true);
      });
    }
    await page.reload();
    await expect(title(page)).toHaveValue('My own shop');
  });

  test('opened in a fresh tab, cut short', async ({ page, context, complaints }) => {
    await makeOwn(page, 'My own shop');
    const link = await linkOf(page);
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
    const other = await context.newPage();
    await complaints.watch(other);
    await other.goto(link.slice(0, link.length - 20));
    await expect(other.getByRole('alert')).toContainText('This link cannot be opened');
    await expect(other.getByRole('alert')).toContainText('a part of it is missing');
    await expect(title(other)).toHaveValue('My own shop');
    await expect(components(other)).toHaveCount(7);
  });

  test('on a first visit there is still the store', async ({ page }) => {
    await page.goto('./#s1.garbage');
    await expect(page.getByRole('alert')).toContainText('This link cannot be opened');
    await expect(components(page)).toHaveCount(7);
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  });
});

test('opening a link keeps one’s own document in the list, and what it brought is kept once it is changed', async ({
  page,
  newVisitor,
}) => {
  const friend = await newVisitor();
  await friend.goto('./');
  await openReadyMade(friend, 'Online store with RabbitMQ');
  const link = await linkOf(friend);

  await makeOwn(page, 'My own shop');
  await page.goto(link);
  await expect(title(page)).toHaveValue('Online store with RabbitMQ');
  await expect(components(page)).toHaveCount(8);

  await page.getByRole('button', { name: 'Scenarios' }).click();
  await page.getByRole('menuitemradio', { name: /^My own shop/ }).click();
  await expect(title(page)).toHaveValue('My own shop');
  await expect(components(page)).toHaveCount(7);

  await page.goto(link);
  await expect(components(page)).toHaveCount(8);
  await title(page).fill('From a friend');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Scenarios' }).click();
  await expect(page.getByRole('menuitemradio', { name: /^From a friend/ })).toBeVisible();
  await expect(page.getByRole('menuitemradio', { name: /^My own shop/ })).toBeVisible();
});
