import { readFileSync } from 'node:fs';

/**
 * The groups of texts that the first frame can need, of the page's own catalogue and of the kinds': what is on the
 * canvas, and the names of the places around it. Everything else is fetched with what stands there.
 */
const FIRST = {
  page: ['action', 'app', 'canvas', 'crash', 'protocol', 'readyMade', 'reason', 'region', 'unit'],
  kind: ['choices', 'modes', 'name'],
};

/**
 * Cuts every catalogue in two: `en.json?first` holds the groups that the first frame needs, `en.json?rest` the others.
 * @type {import('vite').Plugin}
 */
export const splitTexts = {
  name: 'split-texts',
  enforce: 'pre',
  load(id) {
    const [, file, part] = /^(.*\/locale\/[^/]+\.json)\?(first|rest)$/.exec(id) ?? [];
    if (file === undefined) return null;
    this.addWatchFile(file);
    const first = file.includes('/kinds/') ? FIRST.kind : FIRST.page;
    const groups = Object.entries(JSON.parse(readFileSync(file, 'utf8')));
    const texts = Object.fromEntries(groups.filter(([name]) => first.includes(name) === (part === 'first')));
    return { code: `export default ${JSON.stringify(texts)}`, moduleType: 'js' };
  },
};
