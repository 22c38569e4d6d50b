import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { developmentPolicy, metaPolicy } from './tools/content-security-policy.js';
import { initialChunk } from './tools/initial-chunk.js';
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

/** The kind whose folder a module is in. */
const kindOf = (id: string): string | undefined => /\/src\/kinds\/([^/]+)\//.exec(id)?.[1];

export default defineConfig({
  // Relative addresses: the built folder works at the root of a host and in any subfolder of it.
  base: './',
  plugins: [react(), tailwindcss(), contentSecurityPolicy, licenses],
  resolve: { alias: { 'd3-color': fileURLToPath(new URL('tools/lean/d3-color.js', import.meta.url)) } },
  build: {
    // The policy refuses `data:` fonts, and the polyfill is for browsers that lack what the page needs anyway.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The weight check (npm run check:weight) is the one that counts.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      // React Flow is one module; without this, the parts of it that nobody uses stay because they are wrapped in these.
      treeshake: { manualPureFunctions: ['memo', 'forwardRef', 'createContext'] },
      output: { codeSplitting: { groups: [{ name: initialChunk(), debugName: 'page' }] } },
    },
  },
  worker: {
    format: 'es',
    // A folder of its own, by which the weight check finds the worker.
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/worker/[name]-[hash].js',
        chunkFileNames: ({ name, facadeModuleId }) => `assets/worker/${kindOf(facadeModuleId ?? '') ?? name}-[hash].js`,
        // One chunk for each kind, and one for all that they stand on.
        codeSplitting: { groups: [{ name: (id) => (kindOf(id) ? null : 'worker') }] },
      },
    },
  },
});
