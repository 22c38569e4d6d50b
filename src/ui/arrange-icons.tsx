/** The signs of what arranges components. */
import { icon } from './icon';

/** A dashed frame around two cards. */
export const GroupIcon = icon(
  <>
    <rect height="17" rx="3" strokeDasharray="3 2.5" width="17" x="3.5" y="3.5" />
    <rect height="4" rx="1" width="8" x="8" y="7.5" />
    <rect height="4" rx="1" width="8" x="8" y="13" />
  </>,
);

/** Cards in columns. */
export const TidyIcon = icon(
  <>
    <rect height="5" rx="1.25" width="6" x="3.5" y="9.5" />
    <rect height="5" rx="1.25" width="6" x="14.5" y="4.5" />
    <rect height="5" rx="1.25" width="6" x="14.5" y="14.5" />
    <path d="M9.5 12h2.5m0 0V7h2.5M12 12v5h2.5" />
  </>,
);
