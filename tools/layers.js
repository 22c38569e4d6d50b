/**
 * Who may import whom: an allowlist, so that a new folder may import nothing until it has a line here. The reasons are
 * in docs/architecture.md.
 *
 * Patterns: `*` stands for anything within one path segment, `**` for anything at all; `{kind}` in `files` names a
 * segment, and in the other columns stands for what it was. A file obeys the first entry that matches it. Whoever may
 * import a file may import its types as well; `types` lists what may be imported as types only.
 *
 * @typedef {object} Layer
 * @property {string} files
 * @property {readonly string[]} values
 * @property {readonly string[]} [types]
 * @property {readonly string[]} [packages] `node:*` stands for Node's own modules
 */

/** What the network says about itself as plain data: protocols, parameters, facts, outcomes. No behaviour. */
const networkDescriptions = [
  'src/network/facts.ts',
  'src/network/kind.ts',
  'src/network/links/link-params.ts',
  'src/network/mean-ms.ts',
  'src/network/messaging/queues-of.ts',
  'src/network/messaging/*-field.ts',
  'src/network/notes.ts',
  'src/network/outcomes.ts',
  'src/network/*-field.ts',
  'src/network/serving/*-field.ts',
  'src/network/serving/*-schema.ts',
  'src/network/policies/*-field.ts',
  'src/network/wire/*-field.ts',
  'src/network/wire/ways.ts',
  'src/network/streams/*-field.ts',
  'src/network/autoscaling/*-field.ts',
  // What contracts are and who understands whom: rules, without a run.
  'src/network/contracts/contract.ts',
  'src/network/contracts/contract-field.ts',
  'src/network/contracts/compatibility.ts',
  'src/network/contracts/changes.ts',
  'src/network/contracts/rollout.ts',
];
/** What the page and the rest of the program know of the kinds without running them. */
const kindCatalogue = 'src/kinds/catalogue.ts';
/** The page's side of the seam. */
const workerSeam = ['src/worker/client.ts', 'src/worker/protocol.ts', 'src/worker/pool/many-runs.ts'];
/** What the page may know of the domain: descriptions and documents, never behaviour. */
const pageKnows = [
  'src/schema/**',
  'src/scenario/**',
  kindCatalogue,
  'src/kinds/all-kinds.ts',
  ...networkDescriptions,
  ...workerSeam,
];
const pageTypes = ['src/analysis/**', 'src/kernel/**', 'src/network/**'];

const simulation = [
  'src/simulation/**',
  'src/kernel/**',
  'src/network/**',
  'src/schema/**',
  'src/kinds/*.ts',
  'src/scenario/**',
  'src/analysis/**',
];

/** @type {readonly Layer[]} */
export const layers = [
  { files: 'src/schema/**', values: ['src/schema/**'], packages: ['valibot'] },
  { files: 'src/kernel/**', values: ['src/kernel/**'], packages: ['xstate'] },
  {
    files: 'src/network/**',
    values: ['src/network/**', 'src/kernel/**', 'src/schema/**'],
    packages: ['valibot', 'xstate'],
  },

  // A kind never imports another kind. Its face is the page's, the rest of it is the simulation's.
  {
    files: 'src/kinds/{kind}/*.tsx',
    values: ['src/kinds/{kind}/**', 'src/ui/**', 'src/i18n/**', ...networkDescriptions],
    packages: ['react'],
  },
  {
    files: 'src/kinds/{kind}/**',
    values: ['src/kinds/{kind}/**', 'src/kernel/**', 'src/network/**', 'src/schema/**'],
    packages: ['valibot', 'xstate'],
  },
  { files: 'src/kinds/views.ts', values: ['src/kinds/*/view.tsx', 'src/ui/**'] },
  { files: 'src/kinds/every-view.ts', values: ['src/kinds/views.ts', 'src/kinds/*/view.tsx'] },
  { files: 'src/kinds/all-kinds.ts', values: ['src/kinds/every-definition.ts', 'src/kinds/every-view.ts'] },
  {
    files: 'src/kinds/every-definition.ts',
    values: [kindCatalogue, 'src/kinds/*/params.ts'],
  },
  {
    files: kindCatalogue,
    values: ['src/kinds/*/params.ts', ...networkDescriptions],
  },
  // What the worker fetches of a kind: how it behaves, and where its messages wait.
  {
    files: 'src/kinds/loaded-behaviours.ts',
    values: ['src/kinds/*/kind.ts', 'src/kinds/*/params.ts', 'src/network/**'],
  },
  {
    files: 'src/kinds/*.ts',
    values: ['src/kinds/*.ts', 'src/kinds/*/kind.ts', 'src/kinds/*/statechart.ts', 'src/network/**'],
    types: ['src/kernel/**'],
  },

  {
    files: 'src/scenario/**',
    values: ['src/scenario/**', 'src/schema/**', ...networkDescriptions],
    types: ['src/kernel/**', 'src/network/**'],
    packages: ['valibot', 'fflate'],
  },
  {
    files: 'src/analysis/**',
    values: ['src/analysis/**', 'src/kernel/**', 'src/schema/**', ...networkDescriptions],
    types: ['src/network/**', 'src/scenario/**'],
  },
  { files: 'src/simulation/cli.ts', values: simulation, packages: ['node:*'] },
  { files: 'src/simulation/cli/**', values: simulation, packages: ['node:*'] },
  { files: 'src/simulation/bench.ts', values: simulation, packages: ['node:*'] },
  // Stands above what it measures, up to the worker's session.
  {
    files: 'src/simulation/bench/**',
    values: [...simulation, 'src/worker/session.ts', 'src/worker/with-answers.ts'],
    types: ['src/worker/protocol.ts'],
    packages: ['node:*'],
  },
  { files: 'src/simulation/verify.ts', values: simulation, packages: ['node:*'] },
  { files: 'src/simulation/**', values: simulation, packages: ['xstate'] },
  {
    files: 'src/scene/**',
    values: ['src/scene/**', 'src/network/facts.ts', 'src/network/outcomes.ts'],
    types: ['src/kernel/**', 'src/worker/protocol.ts'],
  },

  {
    files: 'src/worker/client.ts',
    values: ['src/worker/protocol.ts'],
  },
  {
    files: 'src/worker/protocol.ts',
    values: ['src/analysis/gauge-names.ts'],
    types: [
      'src/analysis/**',
      'src/kernel/**',
      'src/network/**',
      'src/scenario/**',
      'src/schema/**',
      'src/simulation/**',
    ],
  },
  {
    files: 'src/worker/**',
    values: [
      'src/worker/**',
      'src/simulation/**',
      'src/analysis/**',
      'src/scene/**',
      'src/scenario/**',
      'src/kernel/**',
      'src/schema/**',
      'src/kinds/*.ts',
      'src/network/parts/load-parts.ts',
      ...networkDescriptions,
    ],
    types: ['src/network/**'],
  },

  {
    files: 'src/i18n/**',
    values: ['src/i18n/**', 'src/kinds/*/locale/*.json'],
    types: ['src/schema/**'],
    packages: ['react'],
  },
  { files: 'src/ui/**', values: ['src/ui/**', 'src/i18n/**'], packages: ['react', 'react-dom', 'uplot'] },
  {
    files: 'src/stores/**',
    values: ['src/stores/**', ...pageKnows],
    types: pageTypes,
    packages: ['zustand', 'idb-keyval', 'react'],
  },
  {
    files: 'src/canvas/**',
    values: ['src/canvas/**', 'src/stores/**', 'src/kinds/views.ts', 'src/ui/**', 'src/i18n/**', ...pageKnows],
    types: pageTypes,
    packages: ['react', 'react-dom', 'zustand', '@xyflow/react'],
  },
  {
    files: 'src/panels/**',
    values: [
      'src/panels/**',
      'src/stores/**',
      'src/kinds/views.ts',
      'src/ui/**',
      'src/i18n/**',
      // The history of a request is put together where it is drawn, by a chunk that comes with its panel.
      'src/analysis/history/**',
      'src/analysis/archive/request-order.ts',
      // What can be asked of messages: names.
      'src/analysis/archive/message-filter.ts',
      // Model cards: texts, each fetched when it is asked for.
      'src/kinds/*/README*.md',
      'src/network/*/README*.md',
      ...pageKnows,
    ],
    types: pageTypes,
    packages: ['react', 'zustand'],
  },
  {
    files: 'src/app/**',
    values: [
      'src/app/**',
      'src/canvas/**',
      'src/panels/**',
      'src/stores/**',
      'src/kinds/views.ts',
      'src/ui/**',
      'src/i18n/**',
      ...pageKnows,
    ],
    types: pageTypes,
    packages: ['react', 'react-dom', 'zustand', '@xyflow/react', '@fontsource-variable/*'],
  },

  // What every engine must compute alike: the simulation itself, and the worker as the page asks it.
  {
    files: 'e2e/engines/**',
    values: ['e2e/engines/**', ...simulation, ...workerSeam],
  },

  // What a visitor meets, from the outside: the built page only.
  {
    files: 'e2e/**',
    values: ['e2e/**', 'tools/**', 'src/scenario/testing/hostile-scenarios.ts'],
    packages: ['@playwright/test', '@axe-core/playwright', 'fflate', 'node:*'],
  },
  // What the built page has in place of libraries that others bring.
  { files: 'tools/lean/**', values: ['tools/lean/**'], packages: ['d3-interpolate', 'd3-selection', 'xstate'] },
  // What prepares the tests.
  { files: 'tools/random-trials/**', values: ['tools/random-trials/**'], packages: ['fast-check', 'vitest'] },
  {
    files: 'tools/**',
    values: ['tools/**'],
    packages: ['vite', '@playwright/test', 'node:*'],
  },
];
