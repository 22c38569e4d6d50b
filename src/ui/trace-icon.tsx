import { icon } from './icon';

/** Bars one under the other, each beginning later. */
export const TraceIcon = icon(<path d="M4 6h9M8 12h8M13 18h7" />);
