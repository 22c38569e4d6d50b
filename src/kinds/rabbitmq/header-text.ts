import type { BindingParams } from './params';

type Arguments = BindingParams['arguments'];

/** Headers as they are typed: `region=eu kind=card`; a name alone stands for whatever it says. */
export const headersText = (headers: Arguments): string =>
  headers.map(({ name, value }) => (value === null ? name : `${name}=${value}`)).join(' ');

/** The inverse of {@link headersText}. */
export const headersIn = (text: string): Arguments =>
  wordsIn(text).map((word) => {
    const at = word.indexOf('=');
    return at < 0 ? { name: word, value: null } : { name: word.slice(0, at), value: word.slice(at + 1) };
  });

/** What stands between spaces. */
export const wordsIn = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
