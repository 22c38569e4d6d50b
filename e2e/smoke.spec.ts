import { expect, test } from './test';

test('the page opens and shows the product', async ({ page }) => {
  const response = await page.goto('./');
  expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
  await expect(page).toHaveTitle(/Spillway/);
  await expect(page.locator('#root')).not.toBeEmpty();
});

test('somebody else sees it too', async ({ newVisitor }) => {
  const page = await newVisitor();
  await page.goto('./');
  await expect(page.locator('#root')).not.toBeEmpty();
});

test('the policy is in the page itself, for hosts that send no headers', async ({ page, complaints }) => {
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    const { 'content-security-policy': _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await page.goto('./');
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveAttribute(
    'content',
    /script-src 'self';/,
  );
  complaints.expect(/policy: script-src-elem refused inline/);
  complaints.expect(/console: .*inline script.* Content Security Policy/);
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "injected"';
    document.head.append(script);
  });
  await expect(page).not.toHaveTitle('injected');
  // What the page fetches ahead may be under way still.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('the watch over the page sees errors, refused resources and other hosts', async ({ page, complaints }) => {
  await page.goto('./');
  complaints.expect(/console: an error in the console/);
  complaints.expect(/uncaught: Error: an uncaught error/);
  complaints.expect(/policy: img-src refused http:\/\/192\.0\.2\.1\/pixel\.png/);
  complaints.expect(/console: .*192\.0\.2\.1\/pixel\.png.* Content Security Policy/);
  complaints.expect(/asks another host: http:\/\/192\.0\.2\.1/);
  await page.evaluate(() => {
    console.error('an error in the console');
    setTimeout(() => {
      throw new Error('an uncaught error');
    });
    new Image().src = 'http://192.0.2.1/pixel.png';
  });
});
