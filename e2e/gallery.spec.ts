import { component, inspector, openReadyMade, setSpeed, timePasses } from './stage';
import { expect, test } from './test';

test('the gallery opens by its key, goes by arrows, and puts a scenario on the stage', async ({ page }) => {
  await page.goto('.');
  await expect(component(page, 'Payments')).toBeVisible();
  // The keys come with the top bar.
  await expect(page.getByRole('button', { name: 'Scenarios' })).toBeVisible();
  await page.keyboard.press('g');
  const gallery = page.getByRole('dialog', { name: 'Ready-made scenarios' });
  await expect(gallery.getByRole('button', { name: /^Online store\. Everything/ })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(gallery).toBeHidden();
  await expect(page.getByRole('banner').getByRole('textbox', { name: 'Title' })).toHaveValue(
    'Online store with RabbitMQ',
  );
});

test('the gallery opens from the menu of scenarios', async ({ page }) => {
  await page.goto('.');
  await page.getByRole('button', { name: 'Scenarios' }).click();
  await page.getByRole('menuitem', { name: 'All ready-made scenarios…' }).click();
  const gallery = page.getByRole('dialog', { name: 'Ready-made scenarios' });
  await expect(gallery.getByRole('region', { name: 'One failure spreads' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(gallery).toBeHidden();
});

test('a component tells how it is modelled, and so does a link', async ({ page }) => {
  await page.goto('.');
  await component(page, 'Orders').locator('.card-name').click();
  await inspector(page).getByRole('button', { name: 'How this is modelled' }).click();
  const card = page.getByRole('dialog', { name: 'How this is modelled: Service' });
  await expect(card.getByRole('heading', { name: 'Modelled', exact: true })).toBeVisible();
  await expect(card.getByRole('heading', { name: 'Sources' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await page.getByRole('group', { name: 'Gateway calls Orders, ' }).focus();
  await page.keyboard.press('Enter');
  await inspector(page).getByRole('button', { name: 'How this is modelled' }).click();
  await expect(
    page
      .getByRole('dialog', { name: /links and policies/ })
      .getByRole('heading', { name: 'Sources' })
      .first(),
  ).toBeVisible();
});

test('what is opened has a timeline of its own, without the time of what was there before', async ({ page }) => {
  await page.goto('.');
  await expect(component(page, 'Payments')).toBeVisible();
  await setSpeed(page, '50×');
  await timePasses(page, 40_000);
  const timeline = page.getByRole('slider', { name: 'Timeline of the run' });
  await expect(timeline).not.toHaveAttribute('aria-valuemax', '10000');
  await openReadyMade(page, 'Cold starts');
  await expect(timeline).toHaveAttribute('aria-valuemax', '10000');
});
