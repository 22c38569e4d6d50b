import { kindNamespaces } from './kind-texts';
import common from './locale/en.json?rest';
import type { Namespaces, Texts } from './translator';

const kinds = import.meta.glob<Texts>(['../kinds/*/locale/en.json', '!../kinds/_*/**'], {
  eager: true,
  import: 'default',
  query: '?rest',
});

export const namespaces: Namespaces = { common, ...kindNamespaces(kinds) };
