/**
 * Stands in for d3-color in the page. d3-interpolate and d3-transition ask it whether a value is a colour; React Flow
 * moves and scales its view with them and animates nothing else, so that none ever is.
 */

/** No text is a colour. A plain function, because values are also tried with `instanceof`. @returns {null} */
export function color() {
  return null;
}

const none = () => {
  throw new Error('d3 animates no colours here');
};

export { none as cubehelix, none as hcl, none as hsl, none as lab, none as rgb };
