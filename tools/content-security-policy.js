/**
 * What the page may load and run: its own files, and nothing else. A scenario that arrives in a link is untrusted, so
 * even a mistake in the page must not be able to run a script from it or to send anything anywhere.
 *
 * Style attributes are allowed without a word here: React and React Flow set them through the DOM, which the policy
 * does not restrict; it does refuse `style="…"` in markup and injected `<style>` elements.
 */
const directives = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'worker-src': "'self'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** @param {Record<string, string>} policy */
const serialize = (policy) =>
  Object.entries(policy)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');

/** For the `<meta>` element of the built page, so that the policy holds on any static host. */
export const metaPolicy = serialize(directives);

/** For the HTTP header, which alone can say who may put the page in a frame. */
export const headerPolicy = serialize({ ...directives, 'frame-ancestors': "'none'" });

/** While developing: hot reload needs inline scripts and styles and a web socket. All else stays refused. */
export const developmentPolicy = serialize({
  ...directives,
  'script-src': "'self' 'unsafe-inline'",
  'style-src': "'self' 'unsafe-inline'",
  'connect-src': "'self' ws:",
});
