import type { Locator, Page } from '@playwright/test';
import { component, components, inspector, link, links, picture } from './stage';
import { expect, test } from './test';

const canvas = (page: Page): Locator => page.getByRole('region', { name: 'Canvas' });
const palette = (page: Page): Locator => page.getByRole('navigation', { name: 'Components' });
const inPalette = (page: Page, kind: string): Locator =>
  palette(page).getByRole('button', { name: new RegExp(`^Add ${kind}:`) });
const search = (page: Page): Locator => palette(page).getByRole('searchbox');

async function openEmpty(page: Page): Promise<void> {
  await page.goto('./');
  await page.getByRole('button', { name: 'Scenarios' }).click();
  await page.getByRole('menuitem', { name: 'New, empty' }).click();
  await expect(components(page)).toHaveCount(0);
  await expect(canvas(page).getByText('Nothing here yet')).toBeVisible();
}

const dragOnto = (page: Page, kind: string, x: number, y: number): Promise<void> =>
  inPalette(page, kind).dragTo(canvas(page), { targetPosition: { x, y } });

const portOut = (node: Locator): Locator => node.locator('.react-flow__handle.source');

/** Drags a link from one component onto another. */
async function drawLink(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.hover();
  const start = await portOut(from).boundingBox();
  const end = await to.boundingBox();
  if (!start || !end) throw new Error('a component is not on the canvas');
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 6 });
  await page.mouse.up();
}

test('by mouse: drag from the palette, connect, delete, undo, redo, duplicate', async ({ page }) => {
  await openEmpty(page);
  await dragOnto(page, 'Client', 200, 250);
  await dragOnto(page, 'Service', 560, 250);
  await expect(components(page)).toHaveCount(2);

  await drawLink(page, component(page, 'Client'), component(page, 'Service'));
  await expect(link(page, 'Client', 'Service')).toHaveCount(1);
  await expect(inspector(page).getByRole('heading', { name: 'Client Service' })).toBeVisible();

  await inspector(page).getByRole('button', { name: 'Delete' }).click();
  await expect(links(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await expect(links(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Redo', exact: true }).click();
  await expect(links(page)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(links(page)).toHaveCount(1);

  await component(page, 'Service').click();
  await inspector(page).getByRole('button', { name: 'Duplicate' }).click();
  await expect(components(page)).toHaveCount(3);
  await page.keyboard.press('Control+z');
  await expect(components(page)).toHaveCount(2);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(components(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Undo', exact: true }).first()).toBeDisabled();
});

test('by keyboard alone: place, connect, move, rename, delete', async ({ page }) => {
  await openEmpty(page);
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('client');
  await page.keyboard.press('Enter');
  await expect(component(page, 'Client')).toBeVisible();
  await page.keyboard.type('serv');
  await page.keyboard.press('Enter');
  await expect(component(page, 'Service')).toBeVisible();

  await component(page, 'Client').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('c');
  await expect(page.getByText('Client calls… Choose a component')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(component(page, 'Service')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(link(page, 'Client', 'Service')).toHaveCount(1);

  const before = await picture(page);
  await component(page, 'Service').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => picture(page)).not.toEqual(before);

  await page.keyboard.press('F2');
  await page.keyboard.type('Billing');
  await page.keyboard.press('Enter');
  await expect(component(page, 'Billing')).toBeFocused();
  await expect(link(page, 'Client', 'Billing')).toHaveCount(1);

  await page.keyboard.press('Delete');
  await expect(components(page)).toHaveCount(1);
  await expect(links(page)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(links(page)).toHaveCount(1);
  await page.keyboard.press('Control+Shift+z');
  await expect(components(page)).toHaveCount(1);
});

test('Enter places what the palette offers, in a free place', async ({ page }) => {
  await openEmpty(page);
  for (const kind of ['Service', 'Service', 'Database', 'RabbitMQ']) {
    await inPalette(page, kind).focus();
    await page.keyboard.press('Enter');
  }
  await expect(components(page)).toHaveCount(4);
  const boxes = await components(page).evaluateAll((all) =>
    all.map((one) => one.getBoundingClientRect()).map(({ x, y, right, bottom }) => ({ x, y, right, bottom })),
  );
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      expect(a.right <= b.x || b.right <= a.x || a.bottom <= b.y || b.bottom <= a.y, 'they overlap').toBe(true);
    }
  }
});

test('a link that is refused explains itself', async ({ page }) => {
  await page.goto('./');
  await expect(links(page)).toHaveCount(6);
  await drawLink(page, component(page, 'Gateway'), component(page, 'Web shop'));
  await expect(canvas(page).getByText('Nobody can call Web shop: it only sends.')).toBeVisible();
  await drawLink(page, component(page, 'Gateway'), component(page, 'Users'));
  await expect(canvas(page).getByText('These two are linked already.')).toBeVisible();
  await drawLink(page, component(page, 'Web shop'), component(page, 'Payments DB'));
  await expect(links(page)).toHaveCount(7);
  await page.keyboard.press('Control+z');
  await expect(links(page)).toHaveCount(6);
});

test('a parameter takes effect in the running system', async ({ page }) => {
  await page.goto('./');
  await component(page, 'Web shop').click();
  const rate = inspector(page).getByRole('textbox', { name: 'Rate', exact: true });
  await expect(rate).toHaveValue('40');
  await rate.fill('400');
  await page.keyboard.press('Enter');
  const sent = component(page, 'Web shop').locator('.face-row', { hasText: 'Sent' }).locator('.face-figure');
  await expect.poll(async () => Number.parseFloat((await sent.textContent()) ?? '')).toBeGreaterThan(250);
  await expect(component(page, 'Gateway')).toContainText('queue full');

  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await expect(rate).toHaveValue('40');
  await expect.poll(async () => Number.parseFloat((await sent.textContent()) ?? '')).toBeLessThan(100);
});

test('a value that cannot be is refused at its field, which says what is expected', async ({ page }) => {
  await page.goto('./');
  await component(page, 'Payments').click();
  const limit = inspector(page).getByRole('textbox', { name: 'Queue limit' });
  for (const bad of ['many', '-1', '1.5']) {
    await limit.fill(bad);
    await page.keyboard.press('Enter');
    await expect(limit).toHaveAttribute('aria-invalid', 'true');
    await expect(limit).toHaveAccessibleDescription(/Expected: a whole number from 0 to/);
  }
  await page.keyboard.press('Escape');
  await expect(limit).toHaveValue('100');
  await expect(limit).toHaveAttribute('aria-invalid', 'false');
  await expect(page.getByRole('button', { name: 'Undo', exact: true }).first()).toBeDisabled();
});
