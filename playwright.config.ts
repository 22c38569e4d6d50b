import { defineConfig } from '@playwright/test';

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/global-setup.ts',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: process.env.CI !== undefined,
  fullyParallel: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    // Filled in from what the server prints once it is up (see `wait` below).
    baseURL: process.env.SPILLWAY_URL,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    colorScheme: 'dark',
    screenshot: 'only-on-failure',
    // Recording a page that changes with every frame slows it to a third; ask for it with --trace on.
    trace: 'off',
    launchOptions: {
      // Set by the global setup; the test processes read this file after it.
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [{ name: 'chromium' }],
  webServer: {
    command: 'node tools/start.js --built',
    env: { PORT: '0' },
    wait: { stdout: /Spillway is at (?<SPILLWAY_URL>\S+)/ },
    stdout: 'ignore',
    stderr: 'pipe',
  },
});
