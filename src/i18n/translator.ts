/** A catalogue: texts under keys, in groups as deep as need be. */
export interface Texts {
  readonly [key: string]: string | Texts;
}

/** Every text of one language, by namespace: `common` is the page's own, `kind.<kind>` a kind's. */
export type Namespaces = Readonly<Record<string, Texts>>;

export type Values = Readonly<Record<string, unknown>>;

/** The namespace of keys that name none. */
const COMMON = 'common';

/** Finds texts by their keys (`action.close`, `kind.service:name`) and fills in `{{values}}`. */
export interface Translator {
  /** With a `count` among the values, the form of the plural that the language wants (`key_one`, `key_few` …). A key without a text gives itself. */
  text(key: string, values?: Values): string;
  has(key: string): boolean;
  /** Takes in more groups of texts; those that are there stay. */
  add(more: Namespaces): void;
}

export function createTranslator(language: string, first: Namespaces): Translator {
  let namespaces = first;
  const plurals = new Intl.PluralRules(language);

  const find = (key: string): string | null => {
    const colon = key.indexOf(':');
    const texts = namespaces[colon < 0 ? COMMON : key.slice(0, colon)];
    let found: string | Texts | undefined = texts;
    for (const part of key.slice(colon + 1).split('.')) {
      if (typeof found !== 'object' || !Object.hasOwn(found, part)) return null;
      found = found[part];
    }
    return typeof found === 'string' ? found : null;
  };

  return {
    text: (key, values = {}) => {
      const { count } = values;
      const plural = typeof count === 'number' ? find(`${key}_${plurals.select(count)}`) : null;
      const text = plural ?? find(key) ?? key;
      return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
    },
    has: (key) => find(key) !== null,
    add: (more) => {
      const all = Object.entries({ ...namespaces, ...more });
      namespaces = Object.fromEntries(all.map(([name]) => [name, { ...more[name], ...namespaces[name] }]));
    },
  };
}
