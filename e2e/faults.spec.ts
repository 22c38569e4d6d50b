import { component, componentThatIs, inspector, openReadyMade, selectNothing, setSpeed } from './stage';
import { expect, test } from './test';

const recorded = (page: import('@playwright/test').Page) =>
  inspector(page).getByRole('list', { name: 'Interventions' }).getByRole('listitem');

test.beforeEach(async ({ page }) => {
  await page.goto('.');
  await expect(component(page, 'Payments')).toBeVisible();
});

test('a component is paused by its menu, answers with errors by a key, and is healed by another', async ({ page }) => {
  await setSpeed(page, '1×');
  await component(page, 'Orders').locator('.card-name').click();
  await inspector(page).getByRole('button', { name: 'More faults' }).click();
  await page.getByRole('menuitem', { name: /^Pause/ }).click();
  await expect(component(page, 'Orders').locator('.slow-mark')).toHaveText('❚❚');
  await page.keyboard.press('m');
  await expect(component(page, 'Orders').locator('.slow-mark')).toHaveText('❚❚ ✕50%');
  await page.keyboard.press('h');
  await expect(component(page, 'Orders').locator('.slow-mark')).toHaveText('');
  await selectNothing(page);
  await expect(recorded(page)).toContainText([/Orders · Paused/, /Orders · 50% errors/, /Orders · Healed/]);
});

test('a link loses answers only, by its menu', async ({ page }) => {
  await setSpeed(page, '1×');
  await page.getByRole('group', { name: 'Orders calls Payments, ' }).focus();
  await page.keyboard.press('Enter');
  await inspector(page).getByRole('button', { name: 'More faults' }).click();
  await page.getByRole('menuitem', { name: /^Cut towards the caller/ }).click();
  await expect(componentThatIs(page, 'Orders', 'blocked')).toBeVisible();
  await inspector(page).getByRole('button', { name: 'Heal' }).click();
  await selectNothing(page);
  await expect(recorded(page)).toContainText([/Cut towards the caller/, /Healed/]);
});

test('what happens is scripted by keyboard: added, changed, deleted', async ({ page }) => {
  await selectNothing(page);
  await inspector(page).getByRole('button', { name: 'Add…' }).focus();
  await page.keyboard.press('Enter');
  const editor = page.getByRole('dialog', { name: 'New intervention' });
  await editor.getByLabel('What', { exact: true }).selectOption('Payments');
  await editor.getByLabel('What happens to it').selectOption('Crash');
  await editor.getByLabel('When').fill('2');
  await editor.getByLabel('When').press('Enter');
  await editor.getByLabel('After').fill('3');
  await editor.getByLabel('After').press('Enter');
  await editor.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(recorded(page)).toContainText([/00:02\s*Payments · Killed for 3\ss/]);

  await inspector(page)
    .getByRole('button', { name: /^Change Payments/ })
    .press('Enter');
  const change = page.getByRole('dialog', { name: 'Change the intervention' });
  await change.getByLabel('What happens to it').selectOption('Errors');
  await change.getByLabel('Share, from 0 to 1').fill('0.25');
  await change.getByLabel('Share, from 0 to 1').press('Enter');
  await change.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(recorded(page)).toContainText([/Payments · 25% errors for 3\ss/]);

  await inspector(page)
    .getByRole('button', { name: /^Change Payments/ })
    .press('Enter');
  await change.getByRole('button', { name: 'Delete' }).press('Enter');
  await expect(recorded(page)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(recorded(page)).toContainText([/25% errors/]);
});

test('ten thousand interventions are a list that scrolls and a timeline that answers', async ({ page }) => {
  const interventions = Array.from({ length: 10_000 }, (_, index) => ({
    atMs: 60_000 + index,
    action: index % 2 === 0 ? 'crash' : 'heal',
    target: { node: 's' },
  }));
  const nodes = [
    { id: 'c', kind: 'client', position: { x: 0, y: 0 } },
    { id: 's', kind: 'service', position: { x: 300, y: 0 } },
  ];
  const links = [{ id: 'l', from: 'c', to: 's' }];
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Scenarios' }).click();
  await page.getByRole('menuitem', { name: 'Open a file…' }).click();
  await (await chooser).setFiles({
    name: 'many.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ version: 1, title: 'Many', nodes, links, interventions })),
  });
  await expect(page.getByRole('banner').getByRole('textbox', { name: 'Title' })).toHaveValue('Many');
  const list = inspector(page).getByRole('list', { name: 'Interventions' });
  await expect(list.getByRole('listitem').first()).toHaveAttribute('aria-setsize', '10000');
  expect(await list.getByRole('listitem').count()).toBeLessThan(40);
  await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(list.getByText('01:09.999')).toBeVisible();
  await page.getByRole('slider', { name: 'Timeline of the run' }).press('Home');
  await selectNothing(page);
});

test('a consumer stops consuming by a key, and its queue is poisoned from the menu', async ({ page }) => {
  await openReadyMade(page, 'Online store with RabbitMQ');
  await setSpeed(page, '1×');
  await component(page, 'Payments').locator('.card-name').click();
  await page.keyboard.press('q');
  await expect(component(page, 'Payments').locator('.slow-mark')).toHaveText('⊘');
  await page.keyboard.press('u');
  await expect(component(page, 'Payments').locator('.slow-mark')).toHaveText('⊘ CPU −90%');
  await page.keyboard.press('h');
  await expect(component(page, 'Payments').locator('.slow-mark')).toHaveText('');
  await component(page, 'RabbitMQ').locator('.card-name').click();
  await inspector(page).getByRole('button', { name: 'More faults' }).click();
  await page.getByRole('menuitem', { name: /^Poison message/ }).click();
  await selectNothing(page);
  await expect(recorded(page)).toContainText([/Consumes nothing/, /90% of CPU taken/, /Healed/, /1 poison message/]);
});

test('latency is added to a link by a key', async ({ page }) => {
  await setSpeed(page, '1×');
  await page.getByRole('group', { name: 'Orders calls Payments, ' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('d');
  await selectNothing(page);
  await expect(recorded(page)).toContainText([/200\sms added/]);
});
