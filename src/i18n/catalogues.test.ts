import { describe, expect, test } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { BREAKER_STATES } from '../network/facts';
import { PROTOCOLS } from '../network/kind';
import { callParams } from '../network/links/link-params';
import { OUTCOMES } from '../network/outcomes';
import { PRESETS } from '../scenario/presets';
import { incomingScope, kindScope, linkScope, outgoingScope, type Scope, targetScope, textKeys } from './field-texts';
import { LANGUAGES, type Language } from './language';
import { whole as all } from './testing/whole';
import type { Texts } from './translator';

const keysOf = (texts: Texts, prefix = ''): string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`),
  );

/** `events_few` and `events_one` are forms of one text. */
const withoutPlural = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const distinct = (keys: readonly string[]) => [...new Set(keys)].sort();

const languages = Object.keys(LANGUAGES) as Language[];
const keysIn = (language: Language) =>
  distinct(
    Object.entries(all[language]).flatMap(([namespace, texts]) =>
      keysOf(texts).map((key) => (namespace === 'common' ? key : `${namespace}:${key}`)),
    ),
  );

const formKeys = (scope: Scope, field: unknown) => textKeys(field as never, { scope, path: '' });

const needed = distinct([
  ...formKeys(linkScope, callParams),
  ...PROTOCOLS.map((protocol) => `protocol.${protocol}`),
  ...BREAKER_STATES.map((state) => `breaker.${state}`),
  ...OUTCOMES.filter((outcome) => outcome !== 'pending' && outcome !== 'ok').map((reason) => `reason.${reason}`),
  ...PRESETS.flatMap(({ id, texts }) => [`${texts}.title`, `${texts}.description`, `presetLine.${id}`]),
  ...Object.values(catalogue).flatMap((definition) => [
    `${kindScope(definition.kind)}name`,
    `${kindScope(definition.kind)}description`,
    `group.${definition.group}`,
    ...definition.modes.map((mode) => `${kindScope(definition.kind)}modes.${mode}`),
    ...formKeys(kindScope(definition.kind), definition.params),
    ...(definition.incoming ? formKeys(incomingScope(definition.kind), definition.incoming) : []),
    ...(definition.outgoing ? formKeys(outgoingScope(definition.kind), definition.outgoing) : []),
    ...(definition.target ? formKeys(targetScope(definition.kind), definition.target) : []),
  ]),
]);

describe.each(languages)('the catalogues of %s', (language) => {
  const keys = keysIn(language);

  test('name and explain every parameter, choice, mode, protocol, reason and ready-made scenario', () => {
    expect(needed.filter((key) => !keys.includes(key))).toEqual([]);
  });

  test('have every form of a plural', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plurals = distinct(keys.filter((key) => key !== withoutPlural(key)).map(withoutPlural));
    const missing = plurals
      .flatMap((key) => forms.map((form) => `${key}_${form}`))
      .filter((key) => !keys.includes(key));
    expect(missing).toEqual([]);
  });

  test('explain no parameter that does not exist', () => {
    const paths = keys.filter((key) => /(^|[:.])(params|choices)\./.test(key));
    expect(paths.filter((key) => !needed.includes(key))).toEqual([]);
  });
});

test('all languages have the same texts', () => {
  const [first, ...others] = languages.map((language) => distinct(keysIn(language).map(withoutPlural)));
  for (const other of others) expect(other).toEqual(first);
});
