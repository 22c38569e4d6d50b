/** A part of a catalogue; see `tools/split-texts.js`. */
declare module '*.json?first' {
  const texts: import('./translator').Texts;
  // biome-ignore lint/style/noDefaultExport: what a JSON file exports.
  export default texts;
}
declare module '*.json?rest' {
  const texts: import('./translator').Texts;
  // biome-ignore lint/style/noDefaultExport: what a JSON file exports.
  export default texts;
}
