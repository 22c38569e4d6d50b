/**
 * The `test` that every browser test uses. It fails when a page throws, writes an error to the console, is refused
 * something by its own Content-Security-Policy, or asks any other host for anything.
 */
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';

export { expect } from '@playwright/test';

declare global {
  interface Window {
    reportPolicyViolation(violation: string): void;
  }
}

/** Adds to the list, from now on, what a browser would complain about on this page. */
async function watch(page: Page, origin: string, complaints: string[]): Promise<void> {
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('crash', () => complaints.push('the page crashed'));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) complaints.push(`asks another host: ${url.href}`);
  });
  await page.exposeFunction('reportPolicyViolation', (violation: string) => complaints.push(violation));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportPolicyViolation(`policy: ${event.violatedDirective} refused ${event.blockedURI || event.sample}`);
    });
  });
}

/** What a test says of its pages' complaints. */
interface Complaints {
  /** This test provokes such a complaint: it must come, and is no failure. */
  expect(pattern: RegExp): void;
  /** Watches a further page. The test's own page is watched already. */
  watch(page: Page): Promise<void>;
}

interface Fixtures {
  complaints: Complaints;
  /** Opens a page as somebody else would see it: a fresh browser context, nothing stored, watched like the first. */
  newVisitor: () => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  complaints: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = [];
      const expected: RegExp[] = [];
      const { origin } = new URL(baseURL ?? 'http://localhost');
      await watch(page, origin, complaints);
      await use({
        expect: (pattern) => expected.push(pattern),
        watch: (other) => watch(other, origin, complaints),
      });
      for (const pattern of expected) await expect.poll(() => complaints.join('\n')).toMatch(pattern);
      const unexpected = complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
      expect(unexpected, 'what the page complained about').toEqual([]);
    },
    { auto: true },
  ],
  newVisitor: async ({ browser, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      contexts.push(context);
      const page = await context.newPage();
      await complaints.watch(page);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});
