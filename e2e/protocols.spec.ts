import type { Page } from '@playwright/test';
import { choose, fill, join, openEmpty, place, reveal, turnOn } from './building';
import { component, inspector, link, openReadyMade, servedPercent, setSpeed } from './stage';
import { expect, test } from './test';

async function selectLink(page: Page, from: string, to: string): Promise<void> {
  await link(page, from, to).focus();
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('heading', { name: to })).toBeVisible();
}

/** A ready-made scenario, quick, with one of its links in the inspector. */
async function openAt(page: Page, name: string, from: string, to: string): Promise<void> {
  await page.goto('./');
  await openReadyMade(page, name);
  await setSpeed(page, '10×');
  await selectLink(page, from, to);
}

const served = (page: Page, message: string, client: string) =>
  expect.poll(() => servedPercent(page, client), { message });

test('six connections are not enough, and one of HTTP/2 is', async ({ page }) => {
  await openAt(page, 'Six connections', 'Browser', 'Images');
  await inspector(page).getByRole('tab', { name: 'Connections' }).click();
  await expect(inspector(page).getByRole('tabpanel')).toContainText('In use');
  await served(page, 'they queue in the browser', 'Browser').toBeLessThan(90);
  await choose(page, 'Protocol', 'REST, HTTP/2');
  await served(page, 'one carries all', 'Browser').toBe(100);
});

test('text keeps a worker busy that a binary format does not', async ({ page }) => {
  await openAt(page, 'Text or binary', 'Storefront', 'Catalog');
  await served(page, 'Catalog does not keep up', 'Web shop').toBeLessThan(99);
  await choose(page, 'Format', 'Protocol Buffers');
  await served(page, 'Catalog keeps up', 'Web shop').toBe(100);
});

test('messages and connections are set by hand, refused where they make no sense, and go through a share link', async ({
  page,
  newVisitor,
}) => {
  await openEmpty(page);
  await place(page, 'Client', 160, 240);
  await place(page, 'Service', 560, 240);
  await join(page, 'Client', 'Service');
  await selectLink(page, 'Client', 'Service');
  await choose(page, 'Protocol', 'Avro RPC');
  await turnOn(page, 'Messages');
  await choose(page, 'Format', 'MessagePack');
  await turnOn(page, 'Connections');
  await fill(page, 'At most', '0');
  await expect(inspector(page).getByRole('alert')).toContainText('a whole number from 1 to');
  await fill(page, 'At most', '3');
  await page.getByRole('button', { name: 'Share' }).click();
  const address = await page.getByRole('dialog').getByRole('textbox', { name: 'Link' }).inputValue();

  const visitor = await newVisitor();
  await visitor.goto(address);
  await selectLink(visitor, 'Client', 'Service');
  const chosen = (label: string) => inspector(visitor).getByRole('combobox', { name: label, exact: true });
  await expect(chosen('Protocol')).toHaveValue('avro');
  await reveal(visitor, chosen('Format'));
  await expect(chosen('Format')).toHaveValue('messagePack');
  await expect(inspector(visitor).getByRole('textbox', { name: 'At most', exact: true })).toHaveValue('3');
});

test('streams hold workers until there are enough of them', async ({ page }) => {
  await openAt(page, 'Streams hold workers', 'Phones', 'Prices');
  const heard = inspector(page)
    .locator('dl > div')
    .filter({ has: page.getByRole('term').filter({ hasText: 'Messages' }) })
    .getByRole('definition');
  await expect
    .poll(async () => Number.parseFloat(await heard.innerText()), { message: 'half are heard' })
    .toBeGreaterThan(30);
  await inspector(page).getByRole('tab', { name: 'Streams' }).click();
  await expect(inspector(page).getByRole('tabpanel')).toContainText('Listening');
  await served(page, 'the shop is not served', 'Shop').toBeLessThan(50);
  await turnOn(page, 'Stream');
  await served(page, 'phones that ask leave room', 'Shop').toBe(100);
});

test('a stream is a step of an operation, set by hand', async ({ page }) => {
  await openEmpty(page);
  await place(page, 'Client', 120, 240);
  await place(page, 'Service', 420, 120);
  await place(page, 'Serverless function', 720, 320);
  await join(page, 'Client', 'Service');
  await join(page, 'Service', 'Serverless function');
  await component(page, 'Service').click();
  const add = inspector(page).getByRole('button', { name: 'Add operation' });
  await reveal(page, add);
  await add.click();
  await inspector(page).getByRole('button', { name: 'Add step' }).click();
  await page.getByRole('menuitem', { name: 'Stream' }).click();
  await choose(page, 'Who sends', 'Both');
  await fill(page, 'How many', '5');
  await expect(inspector(page).getByRole('textbox', { name: 'How many', exact: true })).toHaveValue('5');
});
