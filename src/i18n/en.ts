import { kindNamespaces } from './kind-texts';
import common from './locale/en.json?first';
import type { Namespaces, Texts } from './translator';

const kinds = import.meta.glob<Texts>(['../kinds/*/locale/en.json', '!../kinds/_*/**'], {
  eager: true,
  import: 'default',
  query: '?first',
});

export const namespaces: Namespaces = { common, ...kindNamespaces(kinds) };
