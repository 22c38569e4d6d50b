import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { developmentPolicy, metaPolicy } from './tools/content-security-policy.js';
import { initialChunks, workerChunks } from './tools/initial-chunks.js';
import { splitTexts } from './tools/split-texts.js';
import { thirdPartyLicenses } from './tools/third-party-licenses.js';

/** Writes the policy into the page, so that it holds on any host. */
const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  transformIndexHtml: (_html, { server }) => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: server ? developmentPolicy : metaPolicy },
      injectTo: 'head-prepend',
    },
  ],
};

const licenses: Plugin = {
  name: 'third-party-licenses',
  apply: 'build',
  generateBundle() {
    this.emitFile({
      type: 'asset',
      fileName: 'third-party-licenses.txt',
      source: thirdPartyLicenses(import.meta.dirname),
    });
  },
};

const lean = (name: string): string => fileURLToPath(new URL(`tools/lean/${name}.js`, import.meta.url));

/** XState without its interpreter; the stand-in itself asks for the whole, of which it keeps a quarter. */
const leanMachines: Plugin = {
  name: 'lean-machines',
  enforce: 'pre',
  resolveId: (source, importer) => (source === 'xstate' && importer !== lean('xstate') ? lean('xstate') : null),
};

/** The kind whose folder a module is in. */
const kindOf = (id: string): string | undefined => /\/src\/kinds\/([^/]+)\//.exec(id)?.[1];

export default defineConfig({
  // Relative addresses: the built folder works at the root of a host and in any subfolder of it.
  base: './',
  plugins: [react(), tailwindcss(), splitTexts, contentSecurityPolicy, licenses],
  // Of these libraries React Flow uses little; what it does not use would be a twentieth of the page.
  resolve: {
    alias: {
      'd3-color': lean('d3-color'),
      'd3-selection': lean('d3-selection'),
      'd3-transition': lean('d3-transition'),
    },
  },
  build: {
    // The policy refuses `data:` fonts, and the polyfill is for browsers that lack what the page needs anyway.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The weight check (npm run check:weight) is the one that counts.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      // React Flow is one module; without this, the parts of it that nobody uses stay because they are wrapped in these.
      treeshake: { manualPureFunctions: ['memo', 'forwardRef', 'createContext'] },
      output: { codeSplitting: { groups: initialChunks() } },
    },
  },
  worker: {
    format: 'es',
    plugins: () => [leanMachines],
    // A folder of its own, by which the weight check finds the worker.
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/worker/[name]-[hash].js',
        chunkFileNames: ({ name, moduleIds }) => `assets/worker/${kindOf(moduleIds.at(-1) ?? '') ?? name}-[hash].js`,
        codeSplitting: { groups: workerChunks() },
      },
    },
  },
});
