import { defineConfig } from 'vitest/config';
import { splitTexts } from './tools/split-texts.js';

export default defineConfig({
  plugins: [splitTexts],
  test: { testTimeout: 30_000, include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.js'] },
});
