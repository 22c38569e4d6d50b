import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { metaPolicy } from './tools/content-security-policy.js';

/** Writes the policy into the built page. Not while developing: hot reload needs inline scripts and a web socket. */
const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: metaPolicy },
      injectTo: 'head-prepend',
    },
  ],
};

export default defineConfig({
  // Relative addresses: the built folder works at the root of a host and in any subfolder of it.
  base: './',
  plugins: [react(), tailwindcss(), contentSecurityPolicy],
  build: {
    // The policy refuses `data:` fonts, and the polyfill is for browsers that lack what the page needs anyway.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The licences of what is bundled ask to be passed on with it.
    license: { fileName: 'third-party-licenses.md' },
  },
  worker: {
    format: 'es',
    // A folder of its own, by which the weight check finds the worker.
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/worker/[name]-[hash].js',
        chunkFileNames: 'assets/worker/[name]-[hash].js',
      },
    },
  },
});
