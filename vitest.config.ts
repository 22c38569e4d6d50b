import { defineConfig } from 'vitest/config';
import { splitTexts } from './tools/split-texts.js';

export default defineConfig({
  plugins: [splitTexts],
  test: {
    testTimeout: 30_000,
    globalSetup: 'tools/random-trials/choose-seed.js',
    // What the page and the worker fetch when they need it is there for tests.
    setupFiles: [
      'tools/random-trials/use-seed.js',
      'src/network/parts/every-part.ts',
      'src/analysis/delivery/with-messages.ts',
      'src/kinds/every-definition.ts',
      'src/kinds/every-view.ts',
      'src/network/serving/operations-schema.ts',
      'src/simulation/with-faults.ts',
      // Every run of every test obeys the operational laws.
      'src/simulation/testing/laws-of-every-run.ts',
      'src/stores/with-editing.ts',
    ],
    include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.js'],
  },
});
