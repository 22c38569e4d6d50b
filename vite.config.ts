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

/** Libraries of which little is used; a stand-in may itself ask for the whole, of which it keeps that little. */
const leanLibraries = (names: readonly string[]): Plugin => ({
  name: 'lean-libraries',
  enforce: 'pre',
  resolveId: (source, importer) => (names.includes(source) && importer !== lean(source) ? lean(source) : null),
});

/** What React Flow draws by itself. Every node and link here has a type of its own. */
const BUILT_IN_TYPES = /const builtin(Node|Edge)Types = \{[^}]*\};/g;
/** What makes these links, at once and for nothing. */
const BUILT_IN_EDGES = ['SimpleBezier', 'SmoothStep', 'Step', 'Straight', 'Bezier'].map((name) => `create${name}Edge`);
/** Names for debugging. A component that has one stays, used or not. */
const DEBUG_NAMES = /^\w+\.displayName = '\w+';$/gm;

const leanFlow: Plugin = {
  name: 'lean-flow',
  apply: 'build',
  transform: {
    filter: { id: /\/@xyflow\/react\/dist\/esm\/index\.m?js$/ },
    handler: (code) => ({
      code: code.replace(BUILT_IN_TYPES, 'const builtin$1Types = {};').replace(DEBUG_NAMES, ''),
      map: null,
    }),
  },
};

/** The kind whose folder a module is in. */
const kindOf = (id: string): string | undefined => /\/src\/kinds\/([^/]+)\//.exec(id)?.[1];

export default defineConfig({
  // Relative addresses: the built folder works at the root of a host and in any subfolder of it.
  base: './',
  plugins: [
    react(),
    tailwindcss(),
    leanLibraries(['d3-color', 'd3-interpolate', 'd3-selection', 'd3-transition']),
    leanFlow,
    splitTexts,
    contentSecurityPolicy,
    licenses,
  ],
  build: {
    // The policy refuses `data:` fonts, and the polyfill is for browsers that lack what the page needs anyway.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The weight check (npm run check:weight) is the one that counts.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      // React Flow is one module; without this, the parts of it that nobody uses stay because they are wrapped in these.
      treeshake: { manualPureFunctions: ['memo', 'forwardRef', 'createContext', ...BUILT_IN_EDGES] },
      output: { codeSplitting: { groups: initialChunks() } },
    },
  },
  worker: {
    format: 'es',
    plugins: () => [leanLibraries(['xstate'])],
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
